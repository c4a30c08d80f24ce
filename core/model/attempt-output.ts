import type { Json } from '../ports/document-store.ts'
import type { ManifestEntry } from './artifact.ts'
import type { BlobRef, FileRef } from './event.ts'

/** An event that a module raised, checked; its id follows from the job and its place in the list. */
export interface OutputEvent {
  readonly type: string
  readonly data: Readonly<Record<string, Json>>
  /** When the data as JSON is above `INLINE_BYTES`; `data` is then empty. */
  readonly dataAt?: BlobRef
  readonly files: readonly FileRef[]
  /** When the list as JSON is above `INLINE_BYTES`; `files` is then empty. */
  readonly filesAt?: BlobRef
}

/** What an attempt made, uploaded and checked, but not committed: nobody can see it yet. */
export interface AttemptOutput {
  /** Files of `out/data`, in order of their paths; empty if there were none. */
  readonly files: readonly ManifestEntry[]
  readonly bytes: number
  /** Digests whose bytes were stored before: `key` of those entries is another artifact's. */
  readonly referred: readonly string[]
  /** In order of the event files' names. */
  readonly events: readonly OutputEvent[]
  readonly insights: readonly { readonly key: string; readonly value: Json }[]
}

/** Lists and data above this size as JSON stand in a blob, and the document refers to it. Bytes. */
export const INLINE_BYTES = 64 * 1024

/** Largest document and message, as JSON. Bytes. */
export const MAX_DOCUMENT_BYTES = 128 * 1024

/** Most output events of one attempt. */
export const MAX_OUTPUT_EVENTS = 100_000
