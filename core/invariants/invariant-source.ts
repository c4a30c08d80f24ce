import type { BlobStore } from '../ports/blob-store.ts'
import type { Document, DocumentStore, Page } from '../ports/document-store.ts'
import type { Snapshots } from '../ports/snapshots.ts'
import type { Catalog } from '../catalog/catalog.ts'

/** Something in the store that should not be. */
export interface Finding {
  /** Name of the invariant. */
  readonly check: string
  readonly message: string
  /** Id or key of what it is about. */
  readonly subject: string
  /** What to do about it. */
  readonly remedy?: string
  /** Worth knowing, and nothing broken. */
  readonly note?: boolean
}

export interface InvariantOptions {
  /** Also reads every file. */
  readonly verifyFiles: boolean
  /** Also accounts for every blob. */
  readonly accountBlobs?: boolean
  /**
   * Since when somebody runs jobs on this store, milliseconds since 1970: what is overdue is a finding. Absent: nobody
   * does, and whatever waits may.
   */
  readonly workedOnSince?: number
  /** Where bus and records can be read at one instant: also checks the bus, as this group reads it. */
  readonly bus?: { readonly snapshots: Snapshots; readonly group: string }
  readonly signal: AbortSignal
}

/** What is counted while the checks are made. */
export interface InvariantCount {
  documents: number
}

/** What a check reads from. */
export interface InvariantSource {
  readonly catalog: Catalog
  readonly store: DocumentStore
  readonly blobs: BlobStore
  readonly count: InvariantCount
  readonly options: InvariantOptions
}

/** A rule about each document of a collection. It is a row of docs/invariants.md. */
export interface Invariant<T extends Document = Document> {
  readonly name: string
  readonly collection: string
  /** What it means, a sentence. */
  readonly means: string
  /** What a finding means, and what to do. */
  readonly remedy: string
  /** What is wrong with the document, a sentence each. */
  readonly examine: (source: InvariantSource, document: T) => Promise<string[]> | string[]
}

/** Forgets the type of the documents: rules of all collections stand in one table. */
export function invariant<T extends Document>(rule: Invariant<T>): Invariant {
  return rule as unknown as Invariant
}

/** Whatever has an owner is done long before, milliseconds. */
const LONG_MS = 120_000

/** Whether what was to be done at a time should have been done by now, by whoever works on the store. */
export function isOverdue({ catalog, options }: InvariantSource, at: number): boolean {
  if (options.workedOnSince === undefined) return false
  return catalog.context.clock.now() - Math.max(at, options.workedOnSince) > LONG_MS
}

const PAGE = 500

/** All documents of a collection, a page at a time. */
export async function* everyPage<T extends Document>(
  { store, count, options }: InvariantSource,
  collection: string,
): AsyncGenerator<readonly T[]> {
  let after: string | undefined
  do {
    options.signal.throwIfAborted()
    const page: Page<T> = await store.find<T>(collection, {
      filter: {},
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    })
    count.documents += page.documents.length
    yield page.documents
    after = page.next
  } while (after !== undefined)
}
