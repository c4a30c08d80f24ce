import { digestOf } from '../../core/model/identity.ts'
import type { PutResult } from '../../core/ports/blob-store.ts'
import { clone, copyAndDigest } from './copy.ts'
import {
  changeMode,
  closing,
  openNew,
  readFully,
  SMALL_BYTES,
  unlink,
  withFile,
  writeFully,
} from './descriptors.ts'

/** Ours to read and write, the module's user's to read. */
const COPY_MODE = 0o644

/** Copies the open blob to a new file, sharing its blocks where the file system can; takes the digest on the way. */
export async function downloadTo(
  blob: number,
  size: number,
  path: string,
  signal: AbortSignal | undefined,
): Promise<PutResult> {
  if (size > SMALL_BYTES && (await clone(blob, path))) {
    return removedOnFailure(path, () => withFile(path, 'r', 0, (fd) => digestClone(fd, signal)))
  }
  // before anything that may fail: a file that was there isn't ours to remove
  const file = openNew(path, COPY_MODE)
  return removedOnFailure(path, () =>
    closing(file, () =>
      size > SMALL_BYTES ? copyAndDigest(blob, file, signal) : copySmall(blob, file, size),
    ),
  )
}

async function digestClone(fd: number, signal: AbortSignal | undefined): Promise<PutResult> {
  await changeMode(fd, COPY_MODE)
  return copyAndDigest(fd, undefined, signal)
}

async function copySmall(from: number, to: number, size: number): Promise<PutResult> {
  const buffer = Buffer.allocUnsafe(size)
  const bytes = buffer.subarray(0, await readFully(from, buffer, 0))
  const written = writeFully(to, bytes)
  const digest = digestOf(bytes)
  await written
  return { size: bytes.byteLength, digest }
}

async function removedOnFailure<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    await unlink(path).catch(() => undefined)
    throw error
  }
}
