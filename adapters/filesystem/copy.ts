import { constants } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { Digester } from '../../core/model/digest.ts'
import type { PutResult } from '../../core/ports/blob-store.ts'
import { readFully, truncate, writeAt } from './descriptors.ts'
import { systemCode, throwIfAborted } from './errors.ts'

const BUFFER_BYTES = 1024 * 1024
const NO_BYTES = Buffer.alloc(BUFFER_BYTES)

/**
 * Digests the file from its start, and writes it to a new one where one is given, with holes where it has nothing but
 * zeros. Reading the next piece, writing this one and digesting it go on at once, in two buffers at any size.
 */
export async function copyAndDigest(
  from: number,
  to: number | undefined,
  signal: AbortSignal | undefined,
): Promise<PutResult> {
  const digester = new Digester()
  let [current, next] = [Buffer.allocUnsafeSlow(BUFFER_BYTES), Buffer.allocUnsafeSlow(BUFFER_BYTES)]
  let length = await readFully(from, current, 0)
  while (length > 0) {
    throwIfAborted(signal, 'copying a file')
    const bytes = current.subarray(0, length)
    const reading = readFully(from, next, digester.size + length)
    const writing = to === undefined || isEmpty(bytes) ? Promise.resolve() : writeAt(to, bytes, digester.size)
    const both = bothSettled(reading, writing)
    digester.update(bytes)
    length = await both
    ;[current, next] = [next, current]
  }
  // what it ends with may be a hole
  if (to !== undefined) await truncate(to, digester.size)
  return { size: digester.size, digest: digester.digest() }
}

/** Whether it needs no room: a file with holes would otherwise grow to its length. */
function isEmpty(bytes: Buffer): boolean {
  return bytes[0] === 0 && bytes.equals(NO_BYTES.subarray(0, bytes.length))
}

/** Rejects only when both have ended: no buffer or descriptor is given up while it is in use. */
async function bothSettled(reading: Promise<number>, writing: Promise<void>): Promise<number> {
  const [read, written] = await Promise.allSettled([reading, writing])
  if (read.status === 'rejected') throw read.reason
  if (written.status === 'rejected') throw written.reason
  return read.value
}

const NO_CLONE = new Set([
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EXDEV',
  'EINVAL',
  'ENOTTY',
  'EPERM',
  'EACCES',
  'ENOENT',
])

/**
 * Makes the new file `to` share the blocks of the open file, copied when written to. False where the file system can't.
 */
export async function clone(from: number, to: string): Promise<boolean> {
  if (process.platform !== 'linux') return false
  try {
    await copyFile(`/proc/self/fd/${from}`, to, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL)
    return true
  } catch (error) {
    if (NO_CLONE.has(systemCode(error) ?? '')) return false
    throw error
  }
}
