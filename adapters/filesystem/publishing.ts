import { dirname } from 'node:path'
import { IteronError } from '../../core/errors.ts'
import { linkNow, linkStat, rename, unlinkNow } from './descriptors.ts'
import { systemCode, toIteronError } from './errors.ts'
import type { Folders } from './folders.ts'

/** A folder that is pruned as often as it is made again isn't found more often than that. */
const TRIES = 10

/**
 * Gives the temporary file its name, at once and whole. If absent, by a hard link, the one way to name a file that
 * fails when the
 * name is taken and can't leave half a file after a crash. On failure the temporary name is still there.
 */
export async function publish(
  folders: Folders,
  temporary: string,
  target: string,
  ifAbsent: boolean,
): Promise<void> {
  const folder = dirname(target)
  for (let tries = 1; ; tries++) {
    try {
      await folders.make(folder)
      if (ifAbsent) linkThenUnlink(temporary, target)
      else await rename(temporary, target)
      return
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' || tries === TRIES) throw await refusal(error, target)
      folders.forget(folder)
    }
  }
}

function linkThenUnlink(temporary: string, target: string): void {
  linkNow(temporary, target)
  try {
    unlinkNow(temporary)
  } catch {
    // the blob is in place: what is left is swept at the next opening
  }
}

async function refusal(error: unknown, target: string): Promise<IteronError> {
  const stat = systemCode(error) === 'EEXIST' ? await linkStat(target).catch(() => undefined) : undefined
  if (stat?.isDirectory() === true) {
    return new IteronError('FAILED_PRECONDITION', `${target} is a folder of other blobs`, { cause: error })
  }
  return toIteronError(error, `writing ${target}`)
}
