import {
  existsSync,
  closeSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { WorkspacePool } from '../../../handler/workspace-pool.ts'
import { sparesOf, workspaceOf, type Workspace } from '../../../handler/workspace.ts'

/** What a workspace is made with, that no attempt has used. */
export const NEW = ['in', 'in/data', 'in/eventmeta.json', 'out', 'out/data', 'out/events']

export const contentOf = ({ base }: Workspace) => readdirSync(base, { recursive: true }).map(String).sort()

const foldersOf = ({ base, inData, out, outData, outEvents }: Workspace) => [
  base,
  inData,
  out,
  outData,
  outEvents,
]
const inodesOf = (workspace: Workspace) => foldersOf(workspace).map((path) => lstatSync(path).ino)

/** A pool of workspaces in a folder of its own. */
export class PoolBench {
  readonly root = mkdtempSync(join(tmpdir(), 'iteron-pool-'))
  readonly workspaces = join(this.root, 'work')
  readonly #failures: unknown[] = []
  readonly pool = this.another()

  /** A second pool for the same workspaces. */
  another(): WorkspacePool {
    return new WorkspacePool(this.workspaces, (error) => this.#failures.push(error))
  }

  /** Nothing may have failed, and no spare may be left. */
  async close(): Promise<void> {
    await this.pool.close()
    expect(this.#failures).toEqual([])
    expect(existsSync(sparesOf(this.workspaces))).toBe(false)
    rmSync(this.root, { recursive: true, force: true })
  }

  async taken(attempt: string): Promise<Workspace> {
    const workspace = workspaceOf(this.workspaces, attempt)
    await this.pool.take(workspace)
    return workspace
  }

  /** Has a workspace used and gives it back; then takes one for the next attempt, which must be as new. */
  async afterUse(use: (workspace: Workspace) => void): Promise<{ reused: boolean; next: Workspace }> {
    const used = await this.taken('a.1')
    const before = inodesOf(used)
    // no new folder gets the inode of one that is open
    const open = foldersOf(used).map((path) => openSync(path, 'r'))
    try {
      use(used)
      await this.pool.giveBack(used)
      expect(readdirSync(this.workspaces)).toEqual([])
      await this.pool.idle()
      const next = await this.taken('b.1')
      expectNew(next)
      const same = inodesOf(next).filter((inode, at) => inode === before[at])
      expect([0, before.length]).toContain(same.length)
      return { reused: same.length > 0, next }
    } finally {
      for (const fd of open) closeSync(fd)
    }
  }
}

function expectNew(workspace: Workspace): void {
  const { base, sealed, eventMeta } = workspace
  expect(contentOf(workspace)).toEqual(NEW)
  expect(readFileSync(eventMeta, 'utf8')).toBe('[]')
  expect(readdirSync(sealed)).toEqual([])
  for (const folder of [base, sealed]) expect(statSync(folder).mode & 0o7777).toBe(0o700)
}

/** As the commit leaves it. */
export function seal({ out, sealed }: Workspace): void {
  renameSync(out, join(sealed, 'out-1'))
  writeFileSync(join(sealed, 'files.json'), '[]')
}
