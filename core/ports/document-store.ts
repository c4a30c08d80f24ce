import type { Filter } from '../model/filter.ts'

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/**
 * A JSON document. `id` is unique in its collection and not empty. At most 128 KB as JSON (the policies check). Ids and
 * indexed values hold no NUL and no half of a surrogate pair: INVALID_ARGUMENT; other text may hold anything.
 */
export interface Document {
  readonly id: string
}

/**
 * An index over fields (or dotted paths) that are looked up or sorted by. Each holds one scalar or is missing, else
 * INVALID_ARGUMENT. With `multi` the first may be an array, and has one entry for each element.
 */
export interface IndexSpec {
  readonly fields: readonly string[]
  readonly multi?: boolean
  /** Only documents in which the first field is present and not null. */
  readonly sparse?: boolean
  /** No index: the fields only stand beside the document, to be filtered and summed without reading it. */
  readonly unordered?: boolean
  /**
   * Besides, documents are counted by these fields' values, so that a tally by them needn't look at each; with the sums
   * of some fields. Few combinations of values are expected. `unless`: documents that have this field aren't counted,
   * and the tally must ask for its absence.
   */
  readonly counted?: { readonly sums?: readonly string[]; readonly unless?: string }
}

export interface CollectionSpec {
  readonly name: string
  readonly indexes: readonly IndexSpec[]
}

/**
 * Sorted by `field`, then by `id`, both in the same direction: a total order, so that pages neither skip nor repeat.
 * The
 * field is `id` or an indexed one that isn't `multi`, else INVALID_ARGUMENT. Null, numbers, text by code points,
 * booleans.
 */
export interface Sort {
  readonly field: string
  readonly descending?: boolean
}

export interface Query {
  readonly filter: Filter
  /** Default: by id, ascending. */
  readonly sort?: Sort
  /** 1 to 10,000. */
  readonly limit: number
  /** `next` of the page before. */
  readonly after?: string
  /** Only these top-level fields (and `id`): lists carry no payloads. */
  readonly fields?: readonly string[]
}

export interface Page<T> {
  readonly documents: T[]
  /** Present if there may be more. */
  readonly next?: string
}

/** Changes to top-level fields. A field set to `undefined` is left alone; `unset` removes. */
export interface Change {
  readonly set?: Readonly<Record<string, unknown>>
  readonly unset?: readonly string[]
  /** Adds to numbers; a missing field counts as 0. */
  readonly increment?: Readonly<Record<string, number>>
}

/**
 * One document's write. `insert` is refused if the id exists (with `keep` the document there stays, and that is no
 * refusal). `update` and `check` are refused unless the document exists and matches `guard`; `check` changes nothing.
 * `delete` of what isn't there is no refusal; with `guard`, only a document that matches is deleted.
 */
export type Write =
  | {
      readonly kind: 'insert'
      readonly collection: string
      readonly document: Document
      readonly keep?: boolean
    }
  | {
      readonly kind: 'update'
      readonly collection: string
      readonly id: string
      readonly guard?: Filter
      readonly change: Change
    }
  | { readonly kind: 'check'; readonly collection: string; readonly id: string; readonly guard: Filter }
  | { readonly kind: 'delete'; readonly collection: string; readonly id: string; readonly guard?: Filter }

export interface BatchResult {
  /** Index of the write that was refused; absent if all were done. */
  readonly refused?: number
  /** Indexes of inserts with `keep` that found a document there, of deletes that deleted none. */
  readonly kept: readonly number[]
}

export interface Tally {
  readonly count: number
  readonly sum: number
}

export interface DocumentStoreCapabilities {
  /** A batch is all or nothing, and costs one durable write. Otherwise it is done in order up to the first refusal. */
  readonly atomicBatch: boolean
  /** No other process can have this store open: leases of former processes have ended when it opens. */
  readonly exclusive: boolean
}

/**
 * Collections of JSON documents, one written at a time.
 *
 * Anyone may call any method at any time, concurrently. A write that was acknowledged survives a crash, and a read
 * begun
 * after that sees it. No method retries: a retryable error (UNAVAILABLE) says that the outcome of a write is unknown
 * and
 * must be read. After `close`, and before `open`, every method rejects with FAILED_PRECONDITION.
 */
export interface DocumentStore {
  readonly capabilities: DocumentStoreCapabilities

  /** Makes the store ready and the collections' indexes what is asked; may be called again with more. Idempotent. */
  open(collections: readonly CollectionSpec[]): Promise<void>

  /** The document, or undefined. */
  get<T extends Document>(collection: string, id: string): Promise<T | undefined>

  /**
   * One page of the documents that match. Not a snapshot across pages. INVALID_ARGUMENT for a cursor that isn't one.
   */
  find<T extends Document>(collection: string, query: Query): Promise<Page<T>>

  /** How many documents match and the sum of a number field in them (missing: 0). Counts each id once. */
  tally(collection: string, filter: Filter, sumOf?: string): Promise<Tally>

  /**
   * Changes up to `n` documents that match, first in `sort` order first; atomic for each document, each goes to one
   * caller. Returns them as changed.
   */
  claim<T extends Document>(
    collection: string,
    filter: Filter,
    sort: Sort,
    n: number,
    change: Change,
  ): Promise<T[]>

  /**
   * Writes in order; see `capabilities.atomicBatch`. Rejects only when the store fails, never because a write was
   * refused.
   */
  batch(writes: readonly Write[]): Promise<BatchResult>

  /** Finishes what was begun and releases the store. Idempotent. */
  close(): Promise<void>
}
