import { createReadStream, statSync, type BigIntStats } from 'node:fs'
import { messageOf } from '../../core/errors.ts'
import { AttemptFailure } from '../../core/model/attempt-failure.ts'
import { Digester } from '../../core/model/digest.ts'
import type { CodeFile } from '../../core/model/module-spec.ts'
import { inParallel } from '../../core/parallel.ts'
import { Recent } from '../../core/recent.ts'
import { systemCode } from '../system-code.ts'

const WIDTH = 8
const MAX_KNOWN = 100_000

/** Digests of program files that were read before, valid for as long as a file's times, size and inode are the same. */
export class CodeDigests {
  readonly #known = new Recent<string, { readonly stamp: string; readonly digest: string }>(MAX_KNOWN)

  /** The digest of the file as it is now, and whether it was known. */
  async of(path: string): Promise<{ readonly digest: string; readonly hit: boolean }> {
    const stats = statSync(path, { bigint: true })
    // a pipe would be waited for, a device read for ever
    if (!stats.isFile()) throw noFile(path)
    const stamp = stampOf(stats)
    const known = this.#known.get(path)
    if (known?.stamp === stamp) return { digest: known.digest, hit: true }
    const digest = await digestOfFile(path)
    // a file that changed while it was read has another stamp at the next look
    this.#known.set(path, { stamp, digest })
    return { digest, hit: false }
  }
}

/**
 * Refuses to run a program that isn't the one that the module version was made of. Returns how many files were known to
 * be the same.
 */
export async function verifyCode(
  code: readonly CodeFile[],
  digests: CodeDigests,
  signal?: AbortSignal,
): Promise<number> {
  let hits = 0
  const verify = async ({ path, digest }: CodeFile) => {
    const found = await digests.of(path).catch((error: unknown) => {
      throw unreadable(path, error)
    })
    if (found.digest !== digest) throw changed(path)
    if (found.hit) hits += 1
  }
  await inParallel(code, WIDTH, verify, signal)
  return hits
}

const HINT =
  'Run `iteron module update` to make a version of the program as it is now, then redrive its job; a trial is run again.'

function changed(path: string): AttemptFailure {
  return new AttemptFailure(
    'configuration',
    `the program file ${path} has changed since the module version was made`,
    { hint: HINT },
  )
}

function noFile(path: string): AttemptFailure {
  return new AttemptFailure(
    'configuration',
    `the program file ${path} can't be read: it is a folder, a pipe or a device`,
    { hint: HINT },
  )
}

function unreadable(path: string, error: unknown): unknown {
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AttemptFailure('configuration', `the program file ${path} is gone`, {
        hint: HINT,
        cause: error,
      })
    case 'EACCES':
      return new AttemptFailure(
        'configuration',
        `the program file ${path} can't be read: ${messageOf(error)}`,
        { hint: HINT, cause: error },
      )
    default:
      return error
  }
}

function stampOf(stats: BigIntStats): string {
  return [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ')
}

async function digestOfFile(path: string): Promise<string> {
  const digester = new Digester()
  for await (const chunk of createReadStream(path)) digester.update(chunk as Uint8Array)
  return digester.digest()
}
