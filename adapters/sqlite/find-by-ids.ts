import { project } from '../../core/model/collection.ts'
import { matcher, type Filter } from '../../core/model/filter.ts'
import { compareText } from '../../core/model/order.ts'
import type { Document, Query } from '../../core/ports/document-store.ts'
import type { Database } from './database.ts'
import { tableOf } from './names.ts'

/**
 * The documents, as JSON, of a query that names them all by their ids, in order of these and on one page. Undefined for
 * any other: a statement is then made for it, which costs many times as much as such a document does.
 */
export function findByIds(database: Database, collection: string, query: Query): string[] | undefined {
  const { id, ...rest } = query.filter
  const ids = idsIn(id)
  if (ids === undefined || ids.length > query.limit || !isPlain(query)) return undefined
  const texts = [...new Set(ids)].sort(compareText).flatMap((one) => {
    const text = documentText(database, collection, one)
    return text === undefined ? [] : [text]
  })
  return isEmpty(rest) && query.fields === undefined ? texts : chosen(texts, rest, query.fields)
}

export function documentText(database: Database, collection: string, id: string): string | undefined {
  return database.get(`SELECT doc FROM ${tableOf(collection)} WHERE id = ?`, [id])?.[0] as string | undefined
}

/** The ids that the condition names, if that is all it says. */
function idsIn(condition: Filter[string]): readonly string[] | undefined {
  if (typeof condition === 'string') return [condition]
  if (typeof condition !== 'object' || condition === null || !('$in' in condition)) return undefined
  const ids = condition.$in as readonly unknown[]
  const isAll = Object.keys(condition).length === 1 && ids.every((id) => typeof id === 'string')
  return isAll ? ids : undefined
}

function isPlain({ sort, after }: Query): boolean {
  return after === undefined && (sort === undefined || (sort.field === 'id' && sort.descending !== true))
}

function isEmpty(filter: Filter): boolean {
  return Object.values(filter).every((wanted) => wanted === undefined)
}

function chosen(texts: readonly string[], filter: Filter, fields: Query['fields']): string[] {
  const matches = matcher(filter)
  return texts.flatMap((text) => {
    const document = JSON.parse(text) as Document
    if (!matches(document)) return []
    return [fields === undefined ? text : JSON.stringify(project(document, fields))]
  })
}
