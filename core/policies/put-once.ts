import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { codeOf, IteronError, messageOf } from '../errors.ts'
import { Digester } from '../model/digest.ts'
import { digestOf } from '../model/identity.ts'
import type { BlobSource, BlobStore, PutOptions, PutResult } from '../ports/blob-store.ts'

/** As `PutResult`; `existed` says that the key held these bytes already and nothing was written. */
export interface PutOnceResult extends PutResult {
  readonly existed: boolean
}

/**
 * Puts a blob under a key that nobody may write twice: what "the key exists" means is decided here alone.
 *
 * A key that holds the same bytes is a success (a repeated commit; a `path` source stays where it is, also with
 * `move`). Other
 * bytes are a conflict: ALREADY_EXISTS, and nothing is changed; not DATA_LOSS, for both contents are whole. A blob
 * that went away in between is ABORTED, to be tried again. A `stream` can be read only once, so `options.digest` must
 * be known
 * for it (INVALID_ARGUMENT).
 */
export async function putOnce(
  store: BlobStore,
  key: string,
  source: BlobSource,
  options: Omit<PutOptions, 'ifAbsent'> = {},
): Promise<PutOnceResult> {
  if ('stream' in source && options.digest === undefined) {
    throw new IteronError(
      'INVALID_ARGUMENT',
      `the stream for ${key} can't be put once: its digest isn't known`,
    )
  }
  try {
    return { ...(await store.put(key, source, { ...options, ifAbsent: true })), existed: false }
  } catch (error) {
    if (codeOf(error) !== 'ALREADY_EXISTS') throw error
    return { ...(await sameOrConflict(store, key, source, options, error)), existed: true }
  }
}

async function sameOrConflict(
  store: BlobStore,
  key: string,
  source: BlobSource,
  options: PutOptions,
  cause: unknown,
): Promise<PutResult> {
  const wanted = options.digest ?? (await digestOfSource(source, options.signal))
  const found = await stored(store, key, options.signal)
  if (found.digest === wanted) return found
  throw new IteronError(
    'ALREADY_EXISTS',
    `the key ${key} holds other content: ${found.digest}, not ${wanted}`,
    {
      cause,
      hint: 'Blobs are written once. Use another key, or delete the blob first.',
    },
  )
}

async function stored(store: BlobStore, key: string, signal: AbortSignal | undefined): Promise<PutResult> {
  const stat = await store.stat(key)
  if (stat === undefined)
    throw new IteronError('ABORTED', `the blob ${key} was deleted while it was put again`)
  if (stat.digest !== undefined) return { size: stat.size, digest: stat.digest }
  return digestOfStream(await store.read(key, undefined, signal))
}

async function digestOfSource(source: BlobSource, signal: AbortSignal | undefined): Promise<string> {
  if ('stream' in source) throw new IteronError('INVALID_ARGUMENT', 'a stream can be read only once')
  if ('bytes' in source) return digestOf(source.bytes)
  try {
    return (await digestOfStream(createReadStream(source.path, signal ? { signal } : {}))).digest
  } catch (error) {
    const code = signal?.aborted === true ? 'CANCELLED' : 'INTERNAL'
    throw new IteronError(code, `reading ${source.path}: ${messageOf(error)}`, { cause: error })
  }
}

async function digestOfStream(stream: Readable): Promise<PutResult> {
  const digester = new Digester()
  for await (const chunk of stream) digester.update(chunk as Uint8Array)
  return { size: digester.size, digest: digester.digest() }
}
