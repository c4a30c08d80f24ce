import { changed } from '../../core/model/change.ts'
import type { Collection, Collections } from '../../core/model/collection.ts'
import { matches } from '../../core/model/filter.ts'
import type { BatchResult, Change, Document } from '../../core/ports/document-store.ts'
import type { Database } from './database.ts'
import { select } from './document-reads.ts'
import { columnOf, tableOf } from './names.ts'
import type { EncodedWrite, WriteRequest } from './requests.ts'
import { addElements, assignments, indexValuesOf, removeElements, type IndexValues } from './tables.ts'
import { encodeScalar, placeholder } from './values.ts'

type Outcome = 'done' | 'kept' | 'refused'
type Insert = Extract<EncodedWrite, { kind: 'insert' }>
type Guarded = Exclude<EncodedWrite, { kind: 'insert' }>
type Claim = Extract<WriteRequest, { kind: 'claim' }>

/** The writes of the document store, each called within a transaction. */
export class DocumentWrites {
  readonly #database: Database
  readonly #collections: Collections

  constructor(database: Database, collections: Collections) {
    this.#database = database
    this.#collections = collections
  }

  /** Does the writes in order up to a refusal; then the caller takes all of it back. */
  batch(writes: readonly EncodedWrite[]): BatchResult {
    const kept: number[] = []
    for (const [index, write] of writes.entries()) {
      const outcome = write.kind === 'insert' ? this.#insert(write) : this.#guarded(write)
      if (outcome === 'refused') return { refused: index, kept: [] }
      if (outcome === 'kept') kept.push(index)
    }
    return { kept }
  }

  /** The claimed documents as one JSON array. */
  claim({ collection: name, filter, sort, n, change }: Claim): string {
    const collection = this.#collections.named(name)
    const parsed = JSON.parse(change) as Change
    const found = select(this.#database, collection, { filter, sort, limit: n })
    const texts = found.map(({ rowid, doc }) =>
      this.#replace(collection, rowid, JSON.parse(doc) as Document, parsed),
    )
    return `[${texts.join(',')}]`
  }

  #insert({ collection: name, id, doc, single, multi, keep }: Insert): Outcome {
    const collection = this.#collections.named(name)
    const columns = ['id', ...collection.single.map(columnOf), 'doc'].join(', ')
    const values = ['?', ...single.map(placeholder), '?'].join(', ')
    const sql = `INSERT INTO ${tableOf(name)} (${columns}) VALUES (${values}) ON CONFLICT (id) DO NOTHING`
    if (this.#database.run(sql, [id, ...single.map(encodeScalar), doc]) === 0)
      return keep ? 'kept' : 'refused'
    addElements(this.#database, collection, id, multi)
    return 'done'
  }

  #guarded(write: Guarded): Outcome {
    const row = this.#database.get(`SELECT rowid, doc FROM ${tableOf(write.collection)} WHERE id = ?`, [
      write.id,
    ])
    const document = row === undefined ? undefined : (JSON.parse(row[1] as string) as Document)
    const holds = document !== undefined && (write.guard === undefined || matches(document, write.guard))
    if (!holds || row === undefined) return write.kind === 'delete' ? 'kept' : 'refused'
    const collection = this.#collections.named(write.collection)
    if (write.kind === 'delete') this.#delete(collection, row[0] as number, document)
    if (write.kind === 'update')
      this.#replace(collection, row[0] as number, document, JSON.parse(write.change) as Change)
    return 'done'
  }

  #delete(collection: Collection, rowid: number, document: Document): void {
    this.#database.run(`DELETE FROM ${tableOf(collection.name)} WHERE rowid = ?`, [rowid])
    removeElements(this.#database, collection, document.id, indexValuesOf(collection, document).multi)
  }

  #replace(collection: Collection, rowid: number, before: Document, change: Change): string {
    const after = changed(before, change)
    const doc = JSON.stringify(after)
    const [old, values] = [indexValuesOf(collection, before), indexValuesOf(collection, after)]
    const columns = assignments(collection, values.single, old.single)
    const sql = `UPDATE ${tableOf(collection.name)} SET ${[...columns.sql, 'doc = ?'].join(', ')} WHERE rowid = ?`
    this.#database.run(sql, [...columns.parameters, doc, rowid])
    this.#replaceElements(collection, before.id, old.multi, values.multi)
    return doc
  }

  #replaceElements(
    collection: Collection,
    id: string,
    old: IndexValues['multi'],
    after: IndexValues['multi'],
  ): void {
    const missing = (from: IndexValues['multi'], of: IndexValues['multi']) =>
      of.map((values, at) => values.filter((value) => from[at]?.includes(value) !== true))
    removeElements(this.#database, collection, id, missing(after, old))
    addElements(this.#database, collection, id, missing(old, after))
  }
}
