import { rm } from 'node:fs/promises'
import { pipeline, Transform, type Readable } from 'node:stream'
import { codeOf, IteronError } from '../errors.ts'
import { Digester } from '../model/digest.ts'
import type { BlobStore, PutResult } from '../ports/blob-store.ts'

/**
 * Reads of a blob whose digest is known (`sha256:…`). Other bytes, and none, are a `DamagedBlob`, naming the key, the
 * expected and the found digest. Other errors are those of the store.
 */

/** DATA_LOSS: the bytes that should be there aren't. */
export class DamagedBlob extends IteronError {
  readonly key: string
  /** Of the bytes that should be there. */
  readonly digest: string

  constructor(key: string, digest: string, what: string, cause?: unknown) {
    const hint = 'Restore the blob from a backup, or make the artifact again.'
    super('DATA_LOSS', `the blob ${key} ${what}`, { hint, cause })
    this.key = key
    this.digest = digest
  }
}

/** A stream of the whole blob. Other bytes fail it before `end`: what was read until then must not be used. */
export async function openVerified(
  store: BlobStore,
  key: string,
  expected: string,
  signal?: AbortSignal,
): Promise<Readable> {
  const source = await store.read(key, undefined, signal).catch(missing(key, expected))
  const digester = new Digester()
  const verified = new Transform({
    transform(chunk: Uint8Array, _encoding, callback) {
      digester.update(chunk)
      callback(null, chunk)
    },
    flush(callback) {
      const found = digester.digest()
      callback(found === expected ? null : changed(key, expected, found))
    },
  })
  // The consumer sees the error on `verified`, to which pipeline passes it on.
  return pipeline(source, verified, () => undefined)
}

/** The whole blob in memory: for what is known to be small. */
export async function readVerified(
  store: BlobStore,
  key: string,
  expected: string,
  signal?: AbortSignal,
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await openVerified(store, key, expected, signal)) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}

/** Writes the blob to a new local file; a file with other bytes is deleted again. */
export async function downloadVerified(
  store: BlobStore,
  key: string,
  path: string,
  expected: string,
  signal?: AbortSignal,
): Promise<PutResult> {
  const result = await store.download(key, path, signal).catch(missing(key, expected))
  if (result.digest === expected) return result
  await rm(path, { force: true })
  throw changed(key, expected, result.digest)
}

function changed(key: string, expected: string, found: string): IteronError {
  return new DamagedBlob(key, expected, `is damaged: its digest is ${found}, not ${expected}`)
}

function missing(key: string, expected: string): (error: unknown) => never {
  return (error) => {
    if (codeOf(error) !== 'NOT_FOUND') throw error
    throw new DamagedBlob(key, expected, 'is not there', error)
  }
}
