import type { Filter } from '../../core/model/filter.ts'
import type { Document, DocumentStore, Page, Query, Tally, Write } from '../../core/ports/document-store.ts'

/** The store, with some of its methods replaced. */
export function changed(
  store: DocumentStore,
  methods: {
    get?: (collection: string, id: string) => Promise<Document | undefined> | undefined
    find?: (collection: string, query: Query) => Promise<Page<Document>> | undefined
    tally?: (collection: string, filter: Filter) => Promise<Tally> | undefined
    batch?: (writes: readonly Write[]) => readonly Write[]
  },
): DocumentStore {
  return {
    capabilities: store.capabilities,
    open: (collections) => store.open(collections),
    get: (collection, id) => (methods.get?.(collection, id) ?? store.get(collection, id)) as never,
    find: (collection, query) =>
      (methods.find?.(collection, query) ?? store.find(collection, query)) as never,
    tally: (collection, filter, sumOf) =>
      methods.tally?.(collection, filter) ?? store.tally(collection, filter, sumOf),
    claim: (collection, filter, sort, n, change) => store.claim(collection, filter, sort, n, change),
    batch: (writes) => store.batch(methods.batch?.(writes) ?? writes),
    close: () => store.close(),
  }
}

const nothing = () => Promise.resolve({ documents: [] })

/** The store in which what is looked for isn't found. */
export function blindTo(
  store: DocumentStore,
  isIt: (collection: string, filter: Filter) => boolean,
): DocumentStore {
  return changed(store, {
    find: (collection, { filter }) => (isIt(collection, filter) ? nothing() : undefined),
  })
}

export function withoutGuards(write: Write, fields: readonly string[]): Write {
  if (write.kind === 'insert' || write.guard === undefined) return write
  const guard = Object.fromEntries(Object.entries(write.guard).filter(([field]) => !fields.includes(field)))
  return { ...write, guard }
}
