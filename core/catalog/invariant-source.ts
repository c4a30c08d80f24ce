import type { BlobStore } from '../ports/blob-store.ts'
import type { Document, DocumentStore, Page } from '../ports/document-store.ts'
import type { Catalog } from './catalog.ts'

/** Something in the store that should not be. */
export interface Finding {
  /** Name of the check. */
  readonly check: string
  readonly message: string
  /** Id or key of what it is about. */
  readonly subject: string
}

export interface InvariantOptions {
  /** Also reads every file. */
  readonly verifyFiles: boolean
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

/** Finds what breaks one invariant. */
export type Check = (source: InvariantSource) => AsyncGenerator<Omit<Finding, 'check'>>

const PAGE = 500

/** All documents of a collection, a page at a time. */
export async function* every<T extends Document>(
  { store, count, options }: InvariantSource,
  collection: string,
): AsyncGenerator<T> {
  let after: string | undefined
  do {
    options.signal.throwIfAborted()
    const page: Page<T> = await store.find<T>(collection, {
      filter: {},
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    })
    for (const document of page.documents) {
      count.documents += 1
      yield document
    }
    after = page.next
  } while (after !== undefined)
}
