import { project, type Collection, type Collections } from '../../core/model/collection.ts'
import { decodeCursor, encodeCursor } from '../../core/model/cursor.ts'
import { matches, valuesAt, type Filter } from '../../core/model/filter.ts'
import type { Document, Query, Sort, Tally } from '../../core/ports/document-store.ts'
import { numberIn, tallyOfCounts } from './counts.ts'
import type { Database, Row, SqlValue } from './database.ts'
import { condense, withoutIndex } from './filter-sql.ts'
import { findByIds } from './find-by-ids.ts'
import { chosenIndex } from './index-choice.ts'
import { columnOf, indexOf, tableOf } from './names.ts'
import { decodeScalar, encodeScalar, placeholder } from './values.ts'

/** A page: the documents as one JSON array. */
export interface EncodedPage {
  readonly documents: string
  readonly next: string | undefined
}

interface Found {
  readonly rowid: number
  readonly id: string
  readonly doc: string
  readonly sortValue: SqlValue
}

export function findDocuments(
  database: Database,
  collections: Collections,
  name: string,
  query: Query,
): EncodedPage {
  const named = findByIds(database, name, query)
  if (named !== undefined) return { documents: `[${named.join(',')}]`, next: undefined }
  const collection = collections.named(name)
  const sort = collection.sortOf(query.sort)
  const by = chosenIndex(database, collection, { ...query, sort })
  const found = select(database, collection, { ...query, sort, limit: query.limit + 1 }, by)
  const page = found.slice(0, query.limit)
  const { fields } = query
  const texts = page.map(({ doc }) => (fields === undefined ? doc : projected(doc, fields)))
  const last = page.at(-1)
  const isLast = last === undefined || found.length === page.length
  const next = isLast ? undefined : encodeCursor(sort, { value: decodeScalar(last.sortValue), id: last.id })
  return { documents: `[${texts.join(',')}]`, next }
}

/** The first `limit` documents that match, in order; looked up by the index with this number, if one is given. */
export function select(
  database: Database,
  collection: Collection,
  query: Query & { readonly sort: Sort },
  by?: number,
): Found[] {
  const { filter, limit } = query
  const { sql, parameters, isExact } = selection(collection, query, by)
  if (isExact) return database.all(`${sql} LIMIT ?`, [...parameters, limit]).map(foundOf)
  const found: Found[] = []
  for (const row of database.iterate(sql, parameters)) {
    if (matches(JSON.parse(row[2] as string) as object, filter)) found.push(foundOf(row))
    if (found.length === limit) break
  }
  return found
}

/** The SQL of a query, all that match if it `isExact`, else more. */
export function selection(
  collection: Collection,
  { sort, filter, after: cursor }: Omit<Query, 'limit'> & { readonly sort: Sort },
  by?: number,
): { readonly sql: string; readonly parameters: SqlValue[]; readonly isExact: boolean } {
  const condensed = condense(collection, filter, sort.field)
  const { sparse, isByElement } = condensed
  const isOther = sparse !== undefined && sort.field !== sparse
  const column = isByElement || isOther ? withoutIndex(columnOf(sort.field)) : columnOf(sort.field)
  const id = isOther ? withoutIndex('id') : 'id'
  const after = afterOf(sort, column, id, cursor)
  const direction = sort.descending === true ? ' DESC' : ''
  const order = sort.field === 'id' ? `${id}${direction}` : `${column}${direction}, id${direction}`
  const index = by === undefined ? '' : ` INDEXED BY ${indexOf(collection.name, by)}`
  const sql = `SELECT rowid, id, doc, ${column} FROM ${tableOf(collection.name)}${index} WHERE ${condensed.sql}${after.sql} ORDER BY ${order}`
  return { sql, parameters: [...condensed.parameters, ...after.parameters], isExact: condensed.isExact }
}

function foundOf([rowid, id, doc, sortValue]: Row): Found {
  return { rowid: rowid as number, id: id as string, doc: doc as string, sortValue: sortValue as SqlValue }
}

function afterOf(
  sort: Sort,
  column: string,
  idColumn: string,
  cursor: string | undefined,
): { sql: string; parameters: SqlValue[] } {
  if (cursor === undefined) return { sql: '', parameters: [] }
  const { value, id } = decodeCursor(sort, cursor)
  const comparison = sort.descending === true ? '<' : '>'
  if (sort.field === 'id') return { sql: ` AND ${idColumn} ${comparison} ?`, parameters: [id] }
  const sql = ` AND (${column}, id) ${comparison} (${placeholder(value)}, ?)`
  return { sql, parameters: [encodeScalar(value), id] }
}

function projected(doc: string, fields: readonly string[]): string {
  return JSON.stringify(project(JSON.parse(doc) as Document, fields))
}

export function tallyDocuments(
  database: Database,
  collection: Collection,
  filter: Filter,
  sumOf: string | undefined,
): Tally {
  return (
    tallyOfCounts(database, collection, filter, sumOf) ?? tallyOfRows(database, collection, filter, sumOf)
  )
}

function tallyOfRows(
  database: Database,
  collection: Collection,
  filter: Filter,
  sumOf: string | undefined,
): Tally {
  const condensed = condense(collection, filter)
  const from = `FROM ${tableOf(collection.name)} WHERE ${condensed.sql}`
  const isColumn = sumOf === undefined || collection.single.includes(sumOf)
  if (condensed.isExact && isColumn) {
    const sum = sumOf === undefined ? '0' : `total(${numberIn(columnOf(sumOf))})`
    const [count, total] = database.get(`SELECT count(*), ${sum} ${from}`, condensed.parameters) as [
      number,
      number,
    ]
    return { count, sum: total }
  }
  let [count, sum] = [0, 0]
  for (const [doc] of database.iterate(`SELECT doc ${from}`, condensed.parameters) as Iterable<[string]>) {
    const document = JSON.parse(doc) as object
    if (!condensed.isExact && !matches(document, filter)) continue
    const value = sumOf === undefined ? 0 : valuesAt(document, sumOf.split('.'))[0]
    count += 1
    sum += typeof value === 'number' ? value : 0
  }
  return { count, sum }
}
