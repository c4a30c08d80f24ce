import type { Document, DocumentStore, Write } from '../ports/document-store.ts'
import type { Changed, Signals } from '../signals.ts'

/** Jobs whose module is remembered: those that change are mostly young. */
const MOST_JOBS = 10_000

/** The store, with a signal for every document that was written, once it is. */
export function signalling(store: DocumentStore, signals: Signals): DocumentStore {
  const modules = new JobModules()
  const emit = (changed: Changed) => {
    signals.emit(modules.completed(changed))
  }
  return {
    capabilities: store.capabilities,
    open: (collections) => store.open(collections),
    get: (collection, id) => store.get(collection, id),
    find: (collection, query) => store.find(collection, query),
    tally: (collection, filter, sumOf) => store.tally(collection, filter, sumOf),
    async claim(collection, filter, sort, n, change) {
      const claimed = await store.claim(collection, filter, sort, n, change)
      for (const document of claimed) {
        modules.learn(collection, document)
        emit({ collection, id: document.id, ...stateIn(change.set) })
      }
      return claimed as never
    },
    async batch(writes) {
      const result = await store.batch(writes)
      const done =
        result.refused === undefined ? writes.length : store.capabilities.atomicBatch ? 0 : result.refused
      for (const [n, write] of writes.slice(0, done).entries()) {
        if (write.kind === 'check' || result.kept.includes(n)) continue
        if (write.kind === 'insert') modules.learn(write.collection, write.document)
        emit(changedBy(write))
      }
      return result
    },
    close: () => store.close(),
  }
}

/** The modules of jobs that were inserted or claimed here: updates don't say them. */
class JobModules {
  readonly #byJob = new Map<string, string>()

  learn(collection: string, document: Document): void {
    const { module } = document as { module?: unknown }
    if (collection !== 'jobs' || typeof module !== 'string') return
    if (this.#byJob.size >= MOST_JOBS) this.#byJob.clear()
    this.#byJob.set(document.id, module)
  }

  completed(changed: Changed): Changed {
    const module = changed.collection === 'jobs' ? this.#byJob.get(changed.id) : undefined
    return module === undefined ? changed : { ...changed, module }
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
