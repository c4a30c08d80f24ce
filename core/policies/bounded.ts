import { IteronError } from '../errors.ts'
import { MAX_DOCUMENT_BYTES } from '../model/attempt-output.ts'
import type { DocumentStore, Write } from '../ports/document-store.ts'

/**
 * The store, which refuses documents above the limit (bytes as JSON) with INVALID_ARGUMENT before anything of the
 * batch is written.
 * Of a change only what it sets can be measured: who lets a document grow by many changes must bound it otherwise.
 */
export function boundedDocumentStore(store: DocumentStore, maxBytes = MAX_DOCUMENT_BYTES): DocumentStore {
  return {
    capabilities: store.capabilities,
    open: (collections) => store.open(collections),
    get: (collection, id) => store.get(collection, id),
    find: (collection, query) => store.find(collection, query),
    tally: (collection, filter, sumOf) => store.tally(collection, filter, sumOf),
    async claim(collection, filter, sort, n, change) {
      assertSmall(change, maxBytes, `the change of documents in ${collection}`)
      return store.claim(collection, filter, sort, n, change)
    },
    async batch(writes) {
      for (const write of writes) assertSmallWrite(write, maxBytes)
      return store.batch(writes)
    },
    close: () => store.close(),
  }
}

function assertSmallWrite(write: Write, maxBytes: number): void {
  if (write.kind === 'insert') {
    assertSmall(write.document, maxBytes, `the document ${write.collection}/${write.document.id}`)
  } else if (write.kind === 'update') {
    assertSmall(write.change, maxBytes, `the change of ${write.collection}/${write.id}`)
  }
}

function assertSmall(value: unknown, maxBytes: number, what: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(value))
  if (bytes <= maxBytes) return
  throw new IteronError(
    // not RESOURCE_EXHAUSTED, which passes when there is room: this never does
    'INVALID_ARGUMENT',
    `${what} has ${bytes} bytes, more than the ${maxBytes} that a store takes`,
    {
      hint: 'Put what is large into a file; only its name and digest belong into a document.',
    },
  )
}
