import type { ErrorCode } from '../../core/errors.ts'
import type { Filter, Scalar } from '../../core/model/filter.ts'
import type { Settling } from '../../core/policies/delivery-stream.ts'
import type { CollectionSpec, Query, Sort } from '../../core/ports/document-store.ts'
import type { RecordsPart } from '../../core/ports/snapshots.ts'

/** A write as it crosses to the worker: documents and changes as JSON text. */
export type EncodedWrite =
  | {
      readonly kind: 'insert'
      readonly collection: string
      readonly id: string
      readonly doc: string
      readonly single: readonly Scalar[]
      readonly multi: readonly (readonly Scalar[])[]
      readonly keep: boolean
    }
  | {
      readonly kind: 'update'
      readonly collection: string
      readonly id: string
      readonly guard: Filter | undefined
      readonly change: string
    }
  | { readonly kind: 'check'; readonly collection: string; readonly id: string; readonly guard: Filter }
  | {
      readonly kind: 'delete'
      readonly collection: string
      readonly id: string
      readonly guard: Filter | undefined
    }

interface Timed {
  /** Milliseconds since 1970 by the caller's clock. */
  readonly now: number
}

export type WriteRequest =
  | { readonly kind: 'collections'; readonly specs: readonly CollectionSpec[] }
  | { readonly kind: 'batch'; readonly writes: readonly EncodedWrite[] }
  | {
      readonly kind: 'claim'
      readonly collection: string
      readonly filter: Filter
      readonly sort: Sort
      readonly n: number
      readonly change: string
    }
  | { readonly kind: 'ensureTopics'; readonly topics: readonly string[]; readonly group: string }
  | ({
      readonly kind: 'publish'
      readonly events: readonly (readonly [topic: string, event: string])[]
    } & Timed)
  | ({
      readonly kind: 'join'
      readonly reader: number
      readonly group: string
      readonly prefetch: number
    } & Timed)
  | ({ readonly kind: 'leave'; readonly reader: number } & Timed)
  | ({
      readonly kind: 'settle'
      readonly reader: number
      readonly seq: number
      readonly count: number
      readonly settling: Settling
    } & Timed)
  | ({
      readonly kind: 'settleDeadLetter'
      readonly group: string
      readonly id: string
      readonly how: 'redrive' | 'discard'
    } & Timed)
  | ({ readonly kind: 'wake' } & Timed)
  | { readonly kind: 'restoreBus'; readonly part: RecordsPart }

export type ReadRequest =
  | { readonly kind: 'collections'; readonly specs: readonly CollectionSpec[] }
  | { readonly kind: 'get'; readonly collection: string; readonly id: string }
  | { readonly kind: 'find'; readonly collection: string; readonly query: Query }
  | {
      readonly kind: 'tally'
      readonly collection: string
      readonly filter: Filter
      readonly sumOf: string | undefined
    }
  | { readonly kind: 'peek'; readonly group: string; readonly limit: number }
  | {
      readonly kind: 'deadLetters'
      readonly group: string
      readonly limit: number
      readonly after: string | undefined
    }
  | { readonly kind: 'stats'; readonly group: string }

/** The next part of a snapshot; undefined after the last. */
export interface SnapshotRequest {
  readonly kind: 'nextRecords'
  /** Leaves out what isn't the bus's. */
  readonly busOnly: boolean
}

export type Request = WriteRequest | ReadRequest | SnapshotRequest

/** What a worker is started with. */
export interface WorkerSettings {
  readonly role: 'writer' | 'reader' | 'snapshot'
  readonly folder: string
  readonly maxBytes: number | undefined
}

/** What goes to a worker: all requests of one tick, or the order to finish and close. */
export type ToWorker = { readonly requests: readonly (readonly [number, Request])[] } | 'close'

export interface EncodedError {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string | undefined
}

export type Reply =
  readonly [id: number, value: unknown] | readonly [id: number, value: undefined, error: EncodedError]

/** A message for a reader: position, delivery count, acceptance time, the event as JSON. */
export type Delivered = readonly [seq: number, count: number, acceptedAt: number, event: string]

export interface FromWorker {
  readonly ready?: true
  readonly replies?: readonly Reply[]
  readonly deliveries?: readonly (readonly [reader: number, messages: readonly Delivered[]])[]
  /** From the writer: when the next delayed message of a group that is read falls due; null if none waits. */
  readonly due?: number | null
  /** The worker has stopped for good. */
  readonly fatal?: EncodedError
}
