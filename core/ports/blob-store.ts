import type { Readable } from 'node:stream'

/**
 * What is put: bytes in memory, a stream, or a local file. With `move` the store may take the file away, which is gone
 * afterwards. The blob is never the file itself: who holds that open can't change it.
 */
export type BlobSource =
  | { readonly bytes: Uint8Array }
  | { readonly stream: Readable }
  | { readonly path: string; readonly move?: boolean }

export interface PutOptions {
  /** Refuses a key that exists with ALREADY_EXISTS; the policy `putOnce` decides what that means. */
  readonly ifAbsent?: boolean
  /** Object lock where the store has it, milliseconds since 1970. */
  readonly retainUntil?: number
  /** The source's digest, when known: the store refuses other bytes with DATA_LOSS. */
  readonly digest?: string
  readonly signal?: AbortSignal
}

export interface BlobStat {
  readonly key: string
  readonly size: number
  /** `sha256:…` where the store keeps it; otherwise absent. */
  readonly digest?: string
}

export interface PutResult {
  readonly size: number
  /** `sha256:` and 64 hex digits, computed over the bytes as stored. */
  readonly digest: string
}

/** First byte and number of bytes. */
export interface ByteRange {
  readonly offset: number
  readonly length?: number
}

export interface BlobStoreCapabilities {
  /** Longest part of a key between two slashes, in bytes; longer ones are encoded by `core/model/blob-key.ts`. */
  readonly maxPartBytes: number
  /** Longest key in bytes; encoded likewise. */
  readonly maxKeyBytes: number
  readonly signedUrls: boolean
  readonly retention: boolean
  /** A local file that may be moved goes as soon as the blob is there, so that both need room only for a moment. */
  readonly move: boolean
}

/**
 * Immutable bytes under keys: parts between slashes as `core/model/blob-key.ts` makes them, UTF-8, no `.`, `..`, empty
 * part or NUL
 * (INVALID_ARGUMENT). Bounded memory at any size. A put that fails or is aborted leaves nothing readable under its key.
 * No method retries. After `close` every method rejects with FAILED_PRECONDITION.
 */
export interface BlobStore {
  readonly capabilities: BlobStoreCapabilities

  open(): Promise<void>

  /**
   * Returns when the blob can be read and survives the end of this process; `sync` makes it survive a power cut. When
   * it fails, a `path` source
   * is where it was. A source stream's own IteronError comes out as it is, any other as UNKNOWN. `retainUntil` is
   * UNIMPLEMENTED where `retention` is false.
   */
  put(key: string, source: BlobSource, options?: PutOptions): Promise<PutResult>

  /**
   * A stream of the bytes; NOT_FOUND rejects the call, not the stream. A range is cut at the end of the blob; one that
   * begins behind it is OUT_OF_RANGE.
   */
  read(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable>

  /**
   * Writes the bytes to a new local file (ALREADY_EXISTS; none is left on failure) and returns what they were; the
   * caller compares the digest. The file is a copy that can be written to.
   */
  download(key: string, path: string, signal?: AbortSignal): Promise<PutResult>

  /** Undefined if it isn't there. */
  stat(key: string): Promise<BlobStat | undefined>

  /**
   * Keys that begin with the prefix (a whole number of parts, ending in `/`, or empty; else INVALID_ARGUMENT), in byte
   * order.
   */
  list(prefix: string, signal?: AbortSignal): AsyncIterable<BlobStat>

  /** Deletes the keys; one that isn't there is no error. */
  delete(keys: readonly string[]): Promise<void>

  /** A link that reads the blob without credentials until it expires; UNIMPLEMENTED where `signedUrls` is false. */
  signedUrl(key: string, expiresInMs: number): Promise<string>

  /**
   * Makes these blobs, put before, survive a power cut: one call for many (`durability: power`). A no-op where every
   * put already does.
   */
  sync(keys: readonly string[]): Promise<void>

  close(): Promise<void>
}
