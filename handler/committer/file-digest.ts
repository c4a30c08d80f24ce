import type { FileHandle } from 'node:fs/promises'
import { Digester } from '../../core/model/digest.ts'
import type { Folder } from '../folder.ts'
import { asViolation, violation } from './violation.ts'

const CHUNK_BYTES = 512 * 1024

/** What a file of `out/data` holds. */
export interface FileContent {
  readonly digest: string
  readonly size: number
  /** It has one name only: nobody can write to it by another, so it may be moved. */
  readonly movable: boolean
}

/** Reads a file of `out/data` without following links, in bounded memory. ENOENT if it isn't there. */
export async function contentOf(
  folder: Folder,
  name: string,
  path: string,
  signal?: AbortSignal,
): Promise<FileContent> {
  try {
    const handle = await folder.file(name)
    if (handle === undefined) throw violation(`out/data/${path}`, 'is not a regular file any more')
    return await digestOf(handle, signal).finally(() => handle.close())
  } catch (error) {
    throw asViolation(`out/data/${path}`, error)
  }
}

async function digestOf(handle: FileHandle, signal: AbortSignal | undefined): Promise<FileContent> {
  const { size, nlink } = await handle.stat()
  const digester = new Digester()
  const buffer = Buffer.allocUnsafe(Math.min(size + 1, CHUNK_BYTES))
  for (;;) {
    signal?.throwIfAborted()
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, null)
    if (bytesRead === 0) break
    digester.update(buffer.subarray(0, bytesRead))
    // a file of the size that it had has one byte less than the buffer: no second read for the small ones
    if (digester.size === size && bytesRead < buffer.length) break
  }
  return { digest: digester.digest(), size: digester.size, movable: nlink === 1 }
}
