import { INLINE_BYTES } from '../model/attempt-output.ts'
import type { BlobRef, FileRef } from '../model/event.ts'
import { digestOf } from '../model/identity.ts'
import { putOnce } from '../policies/put-once.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Json } from '../ports/document-store.ts'

export interface ApartOptions {
  readonly blobs: BlobStore
  /** Prefix of the keys, ending in `/`. */
  readonly prefix: string
  readonly signal?: AbortSignal | undefined
}

/** An event's data and files as its document holds them. */
export interface PlacedContent {
  readonly data: Readonly<Record<string, Json>>
  readonly dataAt?: BlobRef
  readonly files: readonly FileRef[]
  readonly filesAt?: BlobRef
}

/** Lists and data that are too large for an event's document: blobs named by digest, each content once. */
export class ContentApart {
  readonly #options: ApartOptions
  readonly #refs = new Map<string, Promise<BlobRef>>()

  constructor(options: ApartOptions) {
    this.#options = options
  }

  /** Puts what is above `INLINE_BYTES` apart; of two that are too large together, the larger one. */
  async place(data: Readonly<Record<string, Json>>, files: readonly FileRef[]): Promise<PlacedContent> {
    const dataText = JSON.stringify(data)
    const filesText = files.length === 0 ? '[]' : JSON.stringify(files)
    const apart = placesApart(Buffer.byteLength(dataText), Buffer.byteLength(filesText))
    return {
      ...(apart.data ? { data: {}, dataAt: await this.#put(dataText) } : { data }),
      ...(apart.files ? { files: [], filesAt: await this.#put(filesText) } : { files }),
    }
  }

  /** What was put, to be synced. */
  keys(): string[] {
    return Array.from(this.#refs.keys(), (digest) => this.#key(digest))
  }

  #put(text: string): Promise<BlobRef> {
    const digest = digestOf(text)
    const known = this.#refs.get(digest)
    if (known !== undefined) return known
    const ref = this.#store(text, digest)
    this.#refs.set(digest, ref)
    return ref
  }

  async #store(text: string, digest: string): Promise<BlobRef> {
    const { blobs, signal } = this.#options
    const key = this.#key(digest)
    const options = { digest, ...(signal === undefined ? {} : { signal }) }
    const { size } = await putOnce(blobs, key, { bytes: Buffer.from(text) }, options)
    return { key, digest, size }
  }

  #key(digest: string): string {
    return `${this.#options.prefix}lists/${digest.slice('sha256:'.length)}.json`
  }
}

function placesApart(
  dataBytes: number,
  filesBytes: number,
): { readonly data: boolean; readonly files: boolean } {
  const together = dataBytes + filesBytes > INLINE_BYTES
  return {
    data: dataBytes > INLINE_BYTES || (together && dataBytes > filesBytes),
    files: filesBytes > INLINE_BYTES || (together && filesBytes >= dataBytes),
  }
}
