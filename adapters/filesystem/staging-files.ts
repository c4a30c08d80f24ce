import type { Stats } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { IteronError } from '../../core/errors.ts'
import type { PutResult } from '../../core/ports/blob-store.ts'
import { clone, copyAndDigest } from './copy.ts'
import {
  changeMode,
  fileStat,
  linkStat,
  openFile,
  READ_FLAGS,
  readFully,
  reading,
  rename,
  SMALL_BYTES,
  unlink,
  withFile,
} from './descriptors.ts'
import { explained, systemCode } from './errors.ts'
import { BLOB_MODE, nothing, type Staged, stageNew, writeBytes } from './staged.ts'

/**
 * Small files are written anew, so that who still holds the old file open can't change the blob; large ones are moved,
 * or copied.
 */
export async function stageFile(
  temporary: string,
  path: string,
  move: boolean,
  signal: AbortSignal | undefined,
): Promise<Staged> {
  const fd = await explained(`opening ${path}`, () => openFile(path, READ_FLAGS, 0))
  return reading(fd, async () => {
    const stat = fileStat(fd)
    if (!stat.isFile())
      throw new IteronError('INVALID_ARGUMENT', `${path} can't be put: it is no regular file`)
    const done = move ? () => unlink(path).catch(nothing) : nothing
    const small = await explained(`reading ${path}`, () => readSmall(fd, stat.size))
    if (small !== undefined) return await stageNew(temporary, writeBytes(small), done)
    const moved = move && isOurs(stat) && (await renamed(path, temporary))
    return moved
      ? await stageMoved({ temporary, path, fd, stat }, signal)
      : await stageCopy(temporary, fd, done, signal)
  })
}

/** The whole file as large as it was when it was opened, or undefined if it isn't small. */
async function readSmall(fd: number, size: number): Promise<Uint8Array | undefined> {
  if (size > SMALL_BYTES) return undefined
  const buffer = Buffer.allocUnsafe(size)
  return buffer.subarray(0, await readFully(fd, buffer, 0))
}

/** Nobody else can open it to write: it has this one name and our user's permissions. */
function isOurs(stat: Stats): boolean {
  return stat.nlink === 1 && stat.uid === process.getuid?.()
}

/** False if the two are on different devices. */
async function renamed(path: string, temporary: string): Promise<boolean> {
  try {
    await rename(path, temporary)
    return true
  } catch (error) {
    if (systemCode(error) === 'EXDEV') return false
    return explained(`moving ${path}`, () => Promise.reject(error as Error))
  }
}

interface Moved {
  readonly temporary: string
  readonly path: string
  readonly fd: number
  readonly stat: Stats
}

async function stageMoved(moved: Moved, signal: AbortSignal | undefined): Promise<Staged> {
  const undo = () =>
    explained(`moving ${moved.path} back`, async () => {
      await chmod(moved.temporary, moved.stat.mode & 0o7777)
      await rename(moved.temporary, moved.path)
    })
  try {
    return { ...(await digestMoved(moved, signal)), done: nothing, undo }
  } catch (error) {
    await undo()
    throw error
  }
}

/** After the move, so that what is digested is what is stored. */
async function digestMoved(
  { temporary, path, fd, stat }: Moved,
  signal: AbortSignal | undefined,
): Promise<PutResult> {
  return explained(`moving ${path}`, async () => {
    const now = await linkStat(temporary)
    if (now.ino !== stat.ino || now.dev !== stat.dev || now.nlink !== 1) {
      throw new IteronError('ABORTED', `${path} was replaced while it was moved`)
    }
    await changeMode(fd, BLOB_MODE)
    return copyAndDigest(fd, undefined, signal)
  })
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
