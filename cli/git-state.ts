import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import type { GitState } from '../proto/generated/iteron/v1/GitState.ts'

const run = promisify(execFile)
const LIMITS = { timeout: 5000, maxBuffer: 64 * 1024 * 1024 }

/**
 * The commit that a folder's work tree is at, and a digest of what wasn't committed; undefined outside of one, or
 * without git.
 */
export async function gitState(folder: string): Promise<GitState | undefined> {
  try {
    const commit = (await git(folder, 'rev-parse', '--verify', 'HEAD')).trim()
    const status = await git(folder, 'status', '--porcelain=v1', '-z', '--untracked-files=all')
    if (status === '') return { commit }
    const changes = await git(folder, 'diff', 'HEAD', '--no-ext-diff', '--no-color', '--binary')
    return { commit, dirty: `sha256:${createHash('sha256').update(status).update(changes).digest('hex')}` }
  } catch {
    return undefined // no work tree, no git, or one that is too slow: it is only for the record
  }
}

async function git(folder: string, ...args: string[]): Promise<string> {
  // no lock is taken: somebody may be at work in the tree
  const { stdout } = await run('git', ['--no-optional-locks', '-C', folder, ...args], LIMITS)
  return stdout
}
