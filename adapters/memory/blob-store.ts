import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { codeOf, isIteronError, IteronError, messageOf } from '../../core/errors.ts'
import { assertKey, assertPrefix } from '../../core/model/blob-key.ts'
import { digestOf } from '../../core/model/identity.ts'
import type {
  BlobSource,
  BlobStat,
  BlobStore,
  BlobStoreCapabilities,
  ByteRange,
  PutOptions,
  PutResult,
} from '../../core/ports/blob-store.ts'

const CHUNK_BYTES = 64 * 1024

interface Blob {
  readonly bytes: Uint8Array
  readonly digest: string
}

/** Blobs in this process's memory, for tests and models: gone with the process, as large as the memory. */
export function memoryBlobStore(): BlobStore {
  return new MemoryBlobStore()
}

class MemoryBlobStore implements BlobStore {
  readonly capabilities: BlobStoreCapabilities = {
    maxPartBytes: 255,
    maxKeyBytes: 4096,
    signedUrls: false,
    retention: false,
    move: false,
  }
  readonly #blobs = new Map<string, Blob>()
  #state: 'new' | 'open' | 'closed' = 'new'

  async open(): Promise<void> {
    if (this.#state === 'closed') throw closed()
    this.#state = 'open'
  }

  async put(key: string, source: BlobSource, options: PutOptions = {}): Promise<PutResult> {
    this.#check(key)
    if (options.retainUntil !== undefined) throw unimplemented('retain a blob')
    const bytes = await bytesOf(source, key, options.signal)
    const digest = digestOf(bytes)
    if (options.digest !== undefined && options.digest !== digest) {
      throw new IteronError('DATA_LOSS', `the bytes put under ${key} are ${digest}, not ${options.digest}`)
    }
    this.#check(key)
    if (options.ifAbsent === true && this.#blobs.has(key)) {
      throw new IteronError('ALREADY_EXISTS', `the key ${key} exists`)
    }
    this.#blobs.set(key, { bytes, digest })
    return { size: bytes.byteLength, digest }
  }

  async read(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const { bytes } = this.#blob(key, signal)
    return streamOf(slice(bytes, range, key), signal)
  }

  async download(key: string, path: string, signal?: AbortSignal): Promise<PutResult> {
    const { bytes, digest } = this.#blob(key, signal)
    const file = await open(path, 'wx').catch((error: unknown) => {
      throw fileError(error, path)
    })
    try {
      await file.writeFile(bytes)
    } finally {
      await file.close()
    }
    return { size: bytes.byteLength, digest }
  }

  async stat(key: string): Promise<BlobStat | undefined> {
    this.#check(key)
    const blob = this.#blobs.get(key)
    return blob && statOf(key, blob)
  }

  async *list(prefix: string, signal?: AbortSignal): AsyncIterable<BlobStat> {
    this.#checkOpen()
    assertPrefix(prefix, this.capabilities)
    const keys = [...this.#blobs.keys()].filter((key) => key.startsWith(prefix))
    for (const key of keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
      this.#checkOpen()
      if (signal?.aborted === true) throw cancelled(`listing ${prefix}`, signal)
      const blob = this.#blobs.get(key)
      if (blob) yield statOf(key, blob)
    }
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#check(key)
    for (const key of keys) this.#blobs.delete(key)
  }

  async signedUrl(key: string): Promise<string> {
    this.#check(key)
    throw unimplemented('sign a link')
  }

  async sync(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#blob(key)
  }

  async close(): Promise<void> {
    this.#state = 'closed'
    this.#blobs.clear()
  }

  #check(key: string): void {
    this.#checkOpen()
    assertKey(key, this.capabilities)
  }

  #checkOpen(): void {
    if (this.#state !== 'open') throw closed()
  }

  #blob(key: string, signal?: AbortSignal): Blob {
    this.#check(key)
    if (signal?.aborted === true) throw cancelled(`reading ${key}`, signal)
    const blob = this.#blobs.get(key)
    if (!blob) throw new IteronError('NOT_FOUND', `there is no blob ${key}`)
    return blob
  }
}

async function bytesOf(
  source: BlobSource,
  key: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (signal?.aborted === true) throw cancelled(`putting ${key}`, signal)
  if ('bytes' in source) return Uint8Array.from(source.bytes)
  if ('path' in source) return bytesOfFile(source.path)
  const { stream } = source
  const abort = (): unknown => stream.destroy(cancelled(`putting ${key}`, signal))
  signal?.addEventListener('abort', abort, { once: true })
  try {
    const chunks: Uint8Array[] = []
    for await (const chunk of stream) chunks.push(chunk as Uint8Array)
    return Buffer.concat(chunks)
  } catch (error) {
    throw isIteronError(error) ? error : sourceFailed(key, error)
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

async function bytesOfFile(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path)
    try {
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileError(error, path)
  }
}

function slice(bytes: Uint8Array, range: ByteRange | undefined, key: string): Uint8Array {
  if (!range) return bytes
  const { offset, length = bytes.byteLength } = range
  if (!(Number.isSafeInteger(offset) && offset >= 0 && Number.isSafeInteger(length) && length >= 0)) {
    throw new IteronError('INVALID_ARGUMENT', `${offset}+${length} is no range of bytes`)
  }
  if (offset > bytes.byteLength) {
    throw new IteronError(
      'OUT_OF_RANGE',
      `${key} has ${bytes.byteLength} bytes, the range begins at ${offset}`,
    )
  }
  return bytes.subarray(offset, offset + length)
}

/** Chunks are copies: a reader can't change what is stored. */
function streamOf(bytes: Uint8Array, signal: AbortSignal | undefined): Readable {
  let offset = 0
  const abort = (): unknown => stream.destroy(cancelled('reading', signal))
  const stream = new Readable({
    read() {
      const chunk = Buffer.from(bytes.subarray(offset, offset + CHUNK_BYTES))
      offset += chunk.byteLength
      this.push(chunk.byteLength > 0 ? chunk : null)
    },
    destroy(error, callback) {
      signal?.removeEventListener('abort', abort)
      callback(error)
    },
  })
  signal?.addEventListener('abort', abort, { once: true })
  return stream
}

function statOf(key: string, blob: Blob): BlobStat {
  return { key, size: blob.bytes.byteLength, digest: blob.digest }
}

function fileError(error: unknown, path: string): IteronError {
  const code = (error as NodeJS.ErrnoException).code
  const known = code === 'ENOENT' ? 'NOT_FOUND' : code === 'EEXIST' ? 'ALREADY_EXISTS' : codeOf(error)
  return new IteronError(known, `the file ${path}: ${messageOf(error)}`, { cause: error })
}

function sourceFailed(key: string, error: unknown): IteronError {
  return new IteronError('UNKNOWN', `the source of ${key} failed: ${messageOf(error)}`, { cause: error })
}

function cancelled(what: string, signal: AbortSignal | undefined): IteronError {
  return new IteronError('CANCELLED', `${what} was cancelled`, { cause: signal?.reason })
}

function unimplemented(what: string): IteronError {
  return new IteronError('UNIMPLEMENTED', `a store in memory can't ${what}`)
}

function closed(): IteronError {
  return new IteronError('FAILED_PRECONDITION', 'the blob store is not open')
}
