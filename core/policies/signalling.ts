import type { DocumentStore } from '../ports/document-store.ts'
import type { Signals } from '../signals.ts'

/** The store, with a signal for every document that was written, once it is. */
export function signalling(store: DocumentStore, signals: Signals): DocumentStore {
  return {
    capabilities: store.capabilities,
    open: (collections) => store.open(collections),
    get: (collection, id) => store.get(collection, id),
    find: (collection, query) => store.find(collection, query),
    tally: (collection, filter, sumOf) => store.tally(collection, filter, sumOf),
    async claim(collection, filter, sort, n, change) {
      const claimed = await store.claim(collection, filter, sort, n, change)
      for (const document of claimed) signals.emit({ collection, id: document.id })
      return claimed as never
    },
    async batch(writes) {
      const result = await store.batch(writes)
      const done = result.refused === undefined ? writes.length : store.capabilities.atomicBatch ? 0 : result.refused
      for (const write of writes.slice(0, done)) {
        if (write.kind !== 'check') signals.emit({ collection: write.collection, id: idOf(write) })
      }
      return result
    },
    close: () => store.close(),
  }
}

function idOf(write: { readonly id: string } | { readonly document: { readonly id: string } }): string {
  return 'document' in write ? write.document.id : write.id
}
