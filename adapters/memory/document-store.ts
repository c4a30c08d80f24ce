import { IteronError } from '../../core/errors.ts'
import { changed } from '../../core/model/change.ts'
import { checkFilter, checkId, Collections, project, type Collection } from '../../core/model/collection.ts'
import { decodeCursor, encodeCursor, type Position } from '../../core/model/cursor.ts'
import { matcher, matches, valuesAt, type Filter, type Scalar } from '../../core/model/filter.ts'
import { compareScalars } from '../../core/model/order.ts'
import type {
  BatchResult,
  Change,
  CollectionSpec,
  Document,
  DocumentStore,
  DocumentStoreCapabilities,
  Page,
  Query,
  Sort,
  Tally,
  Write,
} from '../../core/ports/document-store.ts'
import { frozenCopy } from './frozen-copy.ts'

export interface MemoryDocumentStoreOptions {
  /** Whether a batch is all or nothing (the default), or done in order with others' work in between. */
  readonly atomicBatch?: boolean
}

/** Documents in this process's memory, frozen. They last as long as the object: `close` and `open` keep them. */
export function memoryDocumentStore(options: MemoryDocumentStoreOptions = {}): DocumentStore {
  return new MemoryDocumentStore(options.atomicBatch ?? true)
}

type Insert = Extract<Write, { kind: 'insert' }>
type Outcome = 'done' | 'kept' | 'refused'

class MemoryDocumentStore implements DocumentStore {
  readonly capabilities: DocumentStoreCapabilities
  readonly #collections = new Collections()
  readonly #documents = new Map<string, Map<string, Document>>()
  readonly #running = new Set<Promise<unknown>>()
  #open = false

  constructor(atomicBatch: boolean) {
    this.capabilities = { atomicBatch, exclusive: true }
  }

  open(specs: readonly CollectionSpec[]): Promise<void> {
    return settled(() => {
      for (const { name } of this.#collections.add(specs)) {
        if (!this.#documents.has(name)) this.#documents.set(name, new Map())
      }
      this.#open = true
    })
  }

  get<T extends Document>(collection: string, id: string): Promise<T | undefined> {
    return settled(() => {
      this.#opened(collection)
      checkId(id)
      return this.#in(collection).get(id) as T | undefined
    })
  }

  find<T extends Document>(collection: string, query: Query): Promise<Page<T>> {
    return settled(() => {
      const spec = this.#opened(collection)
      spec.checkQuery(query)
      const sort = spec.sortOf(query.sort)
      const after = query.after === undefined ? undefined : decodeCursor(sort, query.after)
      const found = this.#matching(collection, query.filter, sort)
      const rest =
        after === undefined ? found : found.filter((one) => compare(sort, positionOf(sort, one), after) > 0)
      const page = rest.slice(0, query.limit)
      const documents = page.map((one) => frozenCopy(project(one, query.fields)) as T)
      const last = page.at(-1)
      if (last === undefined || rest.length === page.length) return { documents }
      return { documents, next: encodeCursor(sort, positionOf(sort, last)) }
    })
  }

  tally(collection: string, filter: Filter, sumOf?: string): Promise<Tally> {
    return settled(() => {
      this.#opened(collection)
      checkFilter(filter)
      const found = [...this.#in(collection).values()].filter(matcher(filter))
      const sum = sumOf === undefined ? 0 : found.reduce((total, one) => total + numberAt(one, sumOf), 0)
      return { count: found.length, sum }
    })
  }

  claim<T extends Document>(
    collection: string,
    filter: Filter,
    sort: Sort,
    n: number,
    change: Change,
  ): Promise<T[]> {
    return settled(() => {
      const spec = this.#opened(collection)
      spec.checkQuery({ filter, sort, limit: n })
      spec.checkChange(change)
      const chosen = this.#matching(collection, filter, sort).slice(0, n)
      return chosen.map((one) => this.#put(collection, changed(one, change)) as T)
    })
  }

  async batch(writes: readonly Write[]): Promise<BatchResult> {
    if (!this.#open) throw closed()
    this.#collections.checkWrites(writes)
    const work = this.capabilities.atomicBatch
      ? settled(() => this.#allOrNothing(writes))
      : this.#inOrder(writes)
    this.#running.add(work)
    return work.finally(() => this.#running.delete(work))
  }

  async close(): Promise<void> {
    this.#open = false
    await Promise.allSettled(this.#running)
  }

  #allOrNothing(writes: readonly Write[]): BatchResult {
    const undo: (() => void)[] = []
    const kept: number[] = []
    for (const [index, write] of writes.entries()) {
      undo.push(this.#undoOf(write))
      const outcome = this.#write(write)
      if (outcome === 'kept') kept.push(index)
      if (outcome !== 'refused') continue
      for (const step of undo.reverse()) step()
      return { refused: index, kept: [] }
    }
    return { kept }
  }

  /** Others' calls come in between, as with a store that writes one document at a time. */
  async #inOrder(writes: readonly Write[]): Promise<BatchResult> {
    const kept: number[] = []
    for (const [index, write] of writes.entries()) {
      const outcome = this.#write(write)
      if (outcome === 'refused') return { refused: index, kept }
      if (outcome === 'kept') kept.push(index)
      await Promise.resolve()
    }
    return { kept }
  }

  #undoOf(write: Write): () => void {
    const documents = this.#in(write.collection)
    const id = write.kind === 'insert' ? write.document.id : write.id
    const before = documents.get(id)
    return () => {
      if (before === undefined) documents.delete(id)
      else documents.set(id, before)
    }
  }

  #write(write: Write): Outcome {
    const documents = this.#in(write.collection)
    if (write.kind === 'insert') return this.#insert(documents, write)
    const document = documents.get(write.id)
    const holds = document !== undefined && (write.guard === undefined || matches(document, write.guard))
    if (write.kind === 'delete') return holds && documents.delete(write.id) ? 'done' : 'kept'
    if (!holds) return 'refused'
    if (write.kind === 'update') this.#put(write.collection, changed(document, write.change))
    return 'done'
  }

  #insert(documents: ReadonlyMap<string, Document>, { collection, document, keep }: Insert): Outcome {
    if (documents.has(document.id)) return keep === true ? 'kept' : 'refused'
    this.#put(collection, document)
    return 'done'
  }

  #put(collection: string, document: Document): Document {
    const copy = frozenCopy(document)
    this.#in(collection).set(copy.id, copy)
    return copy
  }

  #matching(collection: string, filter: Filter, sort: Sort): Document[] {
    const found = [...this.#in(collection).values()].filter(matcher(filter))
    return found.sort((a, b) => compare(sort, positionOf(sort, a), positionOf(sort, b)))
  }

  #in(collection: string): Map<string, Document> {
    return this.#documents.get(collection) ?? new Map<string, Document>()
  }

  #opened(collection: string): Collection {
    if (!this.#open) throw closed()
    return this.#collections.named(collection)
  }
}

function compare({ descending }: Sort, a: Position, b: Position): number {
  const order = compareScalars(a.value, b.value) || compareScalars(a.id, b.id)
  return descending === true ? -order : order
}

function positionOf(sort: Sort, document: Document): Position {
  return { value: valuesAt(document, sort.field.split('.'))[0] as Scalar, id: document.id }
}

function numberAt(document: Document, field: string): number {
  const [value] = valuesAt(document, field.split('.'))
  return typeof value === 'number' ? value : 0
}

function closed(): IteronError {
  return new IteronError('FAILED_PRECONDITION', 'the document store is not open')
}

/** The result as a promise, which rejects with what was thrown. */
async function settled<T>(work: () => T): Promise<T> {
  await Promise.resolve()
  return work()
}
