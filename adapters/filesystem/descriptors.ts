import * as fs from 'node:fs'
import { promisify } from 'node:util'

/**
 * Calls on bare descriptors, half as expensive as those of `node:fs/promises`: jobs stage many small files. What
 * needs nothing of a disk but what is in memory (making and closing a file, a small one's bytes on their way out, names
 * of a file that keeps another) is done at once, which is ten times cheaper again. See decision 12.
 */
export const openFile = promisify(fs.open)
export const linkStat = promisify(fs.lstat) as (path: string) => Promise<fs.Stats>
export const changeMode = promisify(fs.fchmod)
export const syncFile = promisify(fs.fsync)
export const truncate = promisify(fs.ftruncate) as (fd: number, length: number) => Promise<void>
export const rename = promisify(fs.rename)
export const unlink = promisify(fs.unlink)
export const removeFolder = promisify(fs.rmdir) as (path: string) => Promise<void>

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants

export const openNew = (path: string, mode: number): number => fs.openSync(path, 'wx', mode)
export const fileStat = fs.fstatSync
export const closeNow = fs.closeSync
export const linkNow = fs.linkSync
/** For one name of several: the last one takes the file along, which a disk may take its time for. */
export const unlinkNow = fs.unlinkSync

/** Opens without following a link in the last part, and without waiting for the other end of a pipe. */
export const READ_FLAGS = O_RDONLY | O_NOFOLLOW | O_NONBLOCK

/** Files up to this size are read at once. Bytes. */
export const SMALL_BYTES = 256 * 1024

/** Opens a file that is new, or was a moment ago, and closes it whatever `work` does. */
export async function withFile<T>(
  path: string,
  flags: string | number,
  mode: number,
  work: (fd: number) => Promise<T>,
): Promise<T> {
  const fd = fs.openSync(path, flags, mode)
  return closing(fd, () => work(fd))
}

/** Closes the file, whatever `work` does. */
export async function closing<T>(fd: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    fs.closeSync(fd)
  }
}

/** Reads until the buffer is full or the file ends; the number of bytes. */
export async function readFully(fd: number, buffer: Uint8Array, position: number): Promise<number> {
  let filled = 0
  while (filled < buffer.byteLength) {
    const length = await readSome(fd, buffer, filled, position + filled)
    if (length === 0) break
    filled += length
  }
  return filled
}

/** Writes all bytes at the file's current position. */
export async function writeFully(fd: number, bytes: Uint8Array): Promise<void> {
  let written = 0
  if (bytes.byteLength <= SMALL_BYTES)
    while (written < bytes.byteLength) written += fs.writeSync(fd, bytes, written)
  while (written < bytes.byteLength) written += await writeSome(fd, bytes, written, null)
}

/** Writes all bytes from the position on. */
export async function writeAt(fd: number, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0
  while (written < bytes.byteLength) written += await writeSome(fd, bytes, written, position + written)
}

function readSome(fd: number, buffer: Uint8Array, offset: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(fd, buffer, offset, buffer.byteLength - offset, position, (error, length) => {
      if (error) reject(error)
      else resolve(length)
    })
  })
}

function writeSome(fd: number, bytes: Uint8Array, offset: number, position: number | null): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.write(fd, bytes, offset, bytes.byteLength - offset, position, (error, length) => {
      if (error) reject(error)
      else resolve(length)
    })
  })
}
