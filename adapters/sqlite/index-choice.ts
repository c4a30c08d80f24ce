import type { Collection } from '../../core/model/collection.ts'
import { conditionOf, type Condition, type Filter, type Scalar } from '../../core/model/filter.ts'
import type { IndexSpec, Query, Sort } from '../../core/ports/document-store.ts'
import { tallyOfCounts } from './counts.ts'
import type { Database } from './database.ts'
import { condense, MAX_LIST } from './filter-sql.ts'

/** A document that is read to be sorted costs somewhat more than one that is passed by in order. */
const SORTED = 1.5

/** An index that can answer a query. */
interface Candidate {
  /** Its place in the specification. */
  readonly number: number
  /** Fields that the filter gives values for, up to the first that it doesn't. */
  readonly looked: readonly string[]
  /** What is found comes in the order that is asked for. */
  readonly isInOrder: boolean
}

/**
 * The index by which the fewest documents are read for a page, where the collection counts how many have which values:
 * SQLite doesn't know, and would walk by time through a million jobs for the three that wait, or sort all that have
 * succeeded. Undefined where nothing that is counted is asked for.
 */
export function chosenIndex(
  database: Database,
  collection: Collection,
  { filter, sort, limit }: Pick<Query, 'filter' | 'limit'> & { readonly sort: Sort },
): number | undefined {
  const counted = countedFields(collection)
  if (counted.length === 0 || isById(filter, sort) || isFoundOtherwise(collection, filter, sort))
    return undefined
  const asked = Object.fromEntries(
    Object.entries(filter).filter(([field]) => counted.includes(field) || field === '$or'),
  )
  const matching = Object.keys(asked).length === 0 ? undefined : countOf(database, collection, asked)
  if (matching === undefined) return undefined
  const all = countOf(database, collection, {}) ?? Infinity
  const costs = candidatesOf(collection, filter, sort).map((candidate) => {
    const found = candidate.looked
      .filter((field) => counted.includes(field))
      .map((field) => countOf(database, collection, { [field]: filter[field] }))
    const read = Math.min(...found.map((count) => count ?? Infinity), all)
    const passed = (read / Math.max(1, matching)) * limit
    return { number: candidate.number, cost: candidate.isInOrder ? Math.min(read, passed) : SORTED * read }
  })
  return costs.sort((a, b) => a.cost - b.cost)[0]?.number
}

/** By ids, or by nothing: SQLite does well by itself. */
function isById(filter: Filter, sort: Sort): boolean {
  return sort.field === 'id' || filter['id'] !== undefined || hasEmptyList(filter)
}

function hasEmptyList(filter: Filter): boolean {
  const either = filter.$or
  if (either !== undefined && (either.length === 0 || either.some(hasEmptyList))) return true
  return Object.keys(filter).some((field) => field !== '$or' && conditionAt(filter, field)?.$in?.length === 0)
}

/** By what few documents have, though nobody counts them: an element, a sparse field at all, a value like a trace's. */
function isFoundOtherwise(collection: Collection, filter: Filter, sort: Sort): boolean {
  const { isByElement, sparse } = condense(collection, filter, sort.field)
  const counted = countedFields(collection)
  const isNamed = collection.spec.indexes.some(
    ({ fields, unordered }) =>
      unordered !== true && fields.some((field) => !counted.includes(field) && isPresent(filter, field)),
  )
  return isByElement || sparse !== undefined || isNamed
}

function countedFields({ spec }: Collection): readonly string[] {
  return (
    spec.indexes.find(({ counted }) => counted !== undefined && counted.unless === undefined)?.fields ?? []
  )
}

function countOf(database: Database, collection: Collection, filter: Filter): number | undefined {
  return tallyOfCounts(database, collection, filter, undefined)?.count
}

function candidatesOf({ spec }: Collection, filter: Filter, sort: Sort): Candidate[] {
  return spec.indexes.flatMap((index, number) => {
    if (index.multi === true || index.unordered === true) return []
    const looked = lookedUp(index, filter)
    const isLast = looked.some((field) => !isOne(filter, field))
    const isInOrder = !isLast && index.fields[looked.length] === sort.field
    const isUsable = index.sparse === true ? looked.length > 0 : looked.length > 0 || isInOrder
    return isUsable ? [{ number, looked, isInOrder }] : []
  })
}

/** One of several values can only be the last: what follows it isn't in one order. */
function lookedUp({ fields, sparse }: IndexSpec, filter: Filter): string[] {
  const looked: string[] = []
  for (const field of fields) {
    const isSparse = sparse === true && looked.length === 0
    if (isSparse ? !isPresent(filter, field) : !isOne(filter, field) && !isSome(filter, field)) break
    looked.push(field)
    if (!isOne(filter, field)) break
  }
  return looked
}

function isOne(filter: Filter, field: string): boolean {
  const condition = conditionAt(filter, field)
  return condition !== undefined && (condition.$eq !== undefined || isAbsence(condition))
}

/** A sparse index has no document without the field. */
function isPresent(filter: Filter, field: string): boolean {
  const equal = conditionAt(filter, field)?.$eq
  return equal !== undefined && equal !== null
}

function isSome(filter: Filter, field: string): boolean {
  const { length } = conditionAt(filter, field)?.$in ?? []
  return length > 0 && length <= MAX_LIST
}

function isAbsence(condition: Condition | undefined): boolean {
  return condition?.$exists === false || condition?.$eq === null
}

function conditionAt(filter: Filter, field: string): Condition | undefined {
  const wanted = filter[field] as Scalar | Condition | undefined
  return wanted === undefined ? undefined : conditionOf(wanted)
}
