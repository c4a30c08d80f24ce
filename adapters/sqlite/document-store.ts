import { IteronError } from '../../core/errors.ts'
import { checkFilter, checkId, Collections, type Collection } from '../../core/model/collection.ts'
import { decodeCursor } from '../../core/model/cursor.ts'
import { matches, type Filter } from '../../core/model/filter.ts'
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
import type { EncodedPage } from './document-reads.ts'
import type { EncodedWrite } from './requests.ts'
import type { SqliteFile } from './sqlite-file.ts'
import { indexValuesOf } from './tables.ts'

/** Documents in the folder's database. Closing it leaves the file open. */
export function sqliteDocumentStore(file: SqliteFile): DocumentStore {
  return new SqliteDocumentStore(file)
}

class SqliteDocumentStore implements DocumentStore {
  readonly capabilities: DocumentStoreCapabilities = { atomicBatch: true, exclusive: true }
  readonly #file: SqliteFile
  readonly #collections = new Collections()
  readonly #running = new Set<Promise<unknown>>()
  #isOpen = false

  constructor(file: SqliteFile) {
    this.#file = file
  }

  async open(specs: readonly CollectionSpec[]): Promise<void> {
    new Collections().add(specs)
    await this.#file.write({ kind: 'collections', specs })
    await this.#file.read({ kind: 'collections', specs })
    this.#collections.add(specs)
    this.#isOpen = true
  }

  async get<T extends Document>(collection: string, id: string): Promise<T | undefined> {
    this.#opened(collection)
    checkId(id)
    const text = await this.#run(this.#file.read<string | undefined>({ kind: 'get', collection, id }))
    return text === undefined ? undefined : (JSON.parse(text) as T)
  }

  async find<T extends Document>(collection: string, query: Query): Promise<Page<T>> {
    const spec = this.#opened(collection)
    spec.checkQuery(query)
    if (query.after !== undefined) decodeCursor(spec.sortOf(query.sort), query.after)
    const page = await this.#run(this.#file.read<EncodedPage>({ kind: 'find', collection, query }))
    const documents = JSON.parse(page.documents) as T[]
    return page.next === undefined ? { documents } : { documents, next: page.next }
  }

  async tally(collection: string, filter: Filter, sumOf?: string): Promise<Tally> {
    this.#opened(collection)
    checkFilter(filter)
    return this.#run(this.#file.read<Tally>({ kind: 'tally', collection, filter, sumOf }))
  }

  async claim<T extends Document>(
    collection: string,
    filter: Filter,
    sort: Sort,
    n: number,
    change: Change,
  ): Promise<T[]> {
    const spec = this.#opened(collection)
    spec.checkQuery({ filter, sort, limit: n })
    spec.checkChange(change)
    const request = { kind: 'claim', collection, filter, sort, n, change: JSON.stringify(change) } as const
    return JSON.parse(await this.#run(this.#file.write<string>(request))) as T[]
  }

  async batch(writes: readonly Write[]): Promise<BatchResult> {
    this.#checkOpen()
    this.#collections.checkWrites(writes)
    const [first] = writes
    if (writes.length === 1 && first?.kind === 'check') return this.#checked(first)
    const encoded = writes.map((write) => encode(this.#collections.named(write.collection), write))
    return this.#run(this.#file.write<BatchResult>({ kind: 'batch', writes: encoded }))
  }

  async close(): Promise<void> {
    this.#isOpen = false
    await Promise.allSettled(this.#running)
  }

  /** Nothing is written, so that a reading says it. */
  async #checked({ collection, id, guard }: Write & { kind: 'check' }): Promise<BatchResult> {
    const document = await this.get(collection, id)
    return { kept: [], ...(document !== undefined && matches(document, guard) ? {} : { refused: 0 }) }
  }

  #opened(collection: string): Collection {
    this.#checkOpen()
    return this.#collections.named(collection)
  }

  #checkOpen(): void {
    if (!this.#isOpen) throw new IteronError('FAILED_PRECONDITION', 'the document store is not open')
  }

  #run<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work)
    return work.finally(() => this.#running.delete(work))
  }
}

function encode(collection: Collection, write: Write): EncodedWrite {
  if (write.kind === 'check') return write
  if (write.kind === 'delete') return { ...write, guard: write.guard }
  if (write.kind === 'update') return { ...write, guard: write.guard, change: JSON.stringify(write.change) }
  const { document, keep = false } = write
  const doc = JSON.stringify(document)
  return {
    kind: 'insert',
    collection: collection.name,
    id: document.id,
    doc,
    keep,
    ...indexValuesOf(collection, document),
  }
}
