import type { DocumentStore, Write } from '../ports/document-store.ts'
import type { Changed, Signals } from '../signals.ts'

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
      for (const document of claimed) signals.emit({ collection, id: document.id, ...stateIn(change.set) })
      return claimed as never
    },
    async batch(writes) {
      const result = await store.batch(writes)
      const done =
        result.refused === undefined ? writes.length : store.capabilities.atomicBatch ? 0 : result.refused
      for (const [n, write] of writes.slice(0, done).entries()) {
        if (write.kind !== 'check' && !result.kept.includes(n)) signals.emit(changedBy(write))
      }
      return result
    },
    close: () => store.close(),
  }
}

function changedBy(write: Exclude<Write, { kind: 'check' }>): Changed {
  const { collection } = write
  if (write.kind === 'insert')
    return { collection, id: write.document.id, document: write.document, ...stateIn(write.document) }
  return { collection, id: write.id, ...(write.kind === 'update' ? stateIn(write.change.set) : {}) }
}

function stateIn(fields: object | undefined): { state?: string } {
  const state = (fields as { state?: unknown } | undefined)?.state
  return typeof state === 'string' ? { state } : {}
}
