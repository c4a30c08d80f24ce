import { IteronError } from '../../core/errors.ts'
import type { PutResult } from '../../core/ports/blob-store.ts'
import { clone, copyAndDigest } from './copy.ts'
import {
  changeMode,
  closing,
  fileStat,
  openFile,
  READ_FLAGS,
  readFully,
  SMALL_BYTES,
  unlink,
  withFile,
} from './descriptors.ts'
import { explained } from './errors.ts'
import { BLOB_MODE, nothing, type Staged, stageNew, writeBytes } from './staged.ts'

/**
 * Every blob is a file of its own, so that who still holds the source open can't change it: large files share the
 * source's blocks where the file system can, else they are copied. With `move` the source goes when the blob has its
 * name.
 */
export async function stageFile(
  temporary: string,
  path: string,
  move: boolean,
  signal: AbortSignal | undefined,
): Promise<Staged> {
  const fd = await explained(`opening ${path}`, () => openFile(path, READ_FLAGS, 0))
  return closing(fd, async () => {
    const stat = fileStat(fd)
    if (!stat.isFile())
      throw new IteronError('INVALID_ARGUMENT', `${path} can't be put: it is no regular file`)
    const done = move ? () => unlink(path).catch(nothing) : nothing
    const small = await explained(`reading ${path}`, () => readSmall(fd, stat.size))
    if (small !== undefined) return await stageNew(temporary, writeBytes(small), done)
    return await stageCopy(temporary, fd, done, signal)
  })
}

/** The whole file as large as it was when it was opened, or undefined if it isn't small. */
async function readSmall(fd: number, size: number): Promise<Uint8Array | undefined> {
  if (size > SMALL_BYTES) return undefined
  const buffer = Buffer.allocUnsafe(size)
  return buffer.subarray(0, await readFully(fd, buffer, 0))
}

async function stageCopy(
  temporary: string,
  from: number,
  done: () => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Staged> {
  if (!(await explained(`copying to ${temporary}`, () => clone(from, temporary)))) {
    return stageNew(temporary, (to) => copyAndDigest(from, to, signal), done)
  }
  const undo = () => unlink(temporary)
  try {
    return { ...(await digestClone(temporary, signal)), done, undo }
  } catch (error) {
    await undo().catch(nothing)
    throw error
  }
}

async function digestClone(temporary: string, signal: AbortSignal | undefined): Promise<PutResult> {
  const work = async (fd: number) => {
    await changeMode(fd, BLOB_MODE)
    return copyAndDigest(fd, undefined, signal)
  }
  return explained(`reading ${temporary}`, () => withFile(temporary, READ_FLAGS, 0, work))
}
