import { closeSync, read, readSync } from 'node:fs'
import { promisify } from 'node:util'
import { Digester } from '../../core/model/digest.ts'
import type { Folder, OpenFile } from '../folder.ts'
import { systemCode } from '../system-code.ts'
import { asViolation, violation } from './violation.ts'

const readChunk = promisify(read)

const SMALL_BYTES = 64 * 1024
const KEPT_BYTES = 16 * 1024
const CHUNK_BYTES = 512 * 1024

/** What a file of `out/data` holds. */
export interface FileContent {
  readonly digest: string
  readonly size: number
  /** It has one name only: nobody can write to it by another, so it may be moved. */
  readonly movable: boolean
  /** All of it, if it is small: it needn't be read again. */
  readonly bytes?: Buffer
}

/** Reads a file of `out/data` without following links, in bounded memory. ENOENT if it isn't there. */
export async function contentOf(
  folder: Folder,
  name: string,
  path: string,
  signal?: AbortSignal,
): Promise<FileContent> {
  const file = opened(folder, name, path)
  try {
    const digester = new Digester()
    const bytes = file.size <= SMALL_BYTES ? readSmall(file, digester) : undefined
    await readRest(file, digester, signal)
    const content = { digest: digester.digest(), size: digester.size, movable: file.links === 1 }
    return bytes?.length === content.size ? { ...content, bytes } : content
  } finally {
    closeSync(file.fd)
  }
}

function opened(folder: Folder, name: string, path: string): OpenFile {
  let file
  try {
    file = folder.file(name)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw error
    throw asViolation(`out/data/${path}`, error)
  }
  if (file === undefined) throw violation(`out/data/${path}`, 'is not a regular file any more')
  return file
}

const smallBuffer = Buffer.allocUnsafe(SMALL_BYTES)

/** Returns what it read, unless that is too much to be kept. */
function readSmall({ fd, size }: OpenFile, digester: Digester): Buffer | undefined {
  const bytes = smallBuffer.subarray(0, readSync(fd, smallBuffer, 0, size, 0))
  digester.update(bytes)
  return bytes.length > KEPT_BYTES ? undefined : Buffer.from(bytes)
}

/** From where the digest stands to the size that the file had; one chunk is read while the one before is digested. */
async function readRest({ fd, size }: OpenFile, digester: Digester, signal?: AbortSignal): Promise<void> {
  if (digester.size >= size) return
  let [buffer, other] = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)]
  let at = digester.size
  let reading = readChunk(fd, buffer, 0, CHUNK_BYTES, at)
  for (;;) {
    const { bytesRead } = await reading
    signal?.throwIfAborted()
    if (bytesRead === 0) return
    at += bytesRead
    ;[buffer, other] = [other, buffer]
    reading = readChunk(fd, buffer, 0, CHUNK_BYTES, at)
    digester.update(other.subarray(0, bytesRead))
  }
}
