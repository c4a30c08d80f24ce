import type { Collection } from '../../core/model/collection.ts'
import { conditionOf, type Condition, type Filter, type Scalar } from '../../core/model/filter.ts'
import type { SqlValue } from './database.ts'
import { columnOf, multiTableOf } from './names.ts'
import { encodeScalar, NULL_SQL, placeholder } from './values.ts'

/** SQL that holds for every document that matches, and if `isExact` for no other. */
export interface Condensed {
  readonly sql: string
  readonly parameters: readonly SqlValue[]
  readonly isExact: boolean
  /**
   * Found by an element of a multi field. Those rows are few: no other index is to be walked instead, for order either.
   */
  readonly isByElement: boolean
  /** The sparse field by which they are found: those that have it are few, which SQLite doesn't know. */
  readonly sparse: string | undefined
}

type Part = Omit<Condensed, 'isByElement' | 'sparse'>

/** Longer lists of values are left to `matches`. */
export const MAX_LIST = 8192
const NOTHING: Part = { sql: '0', parameters: [], isExact: true }
const ANYTHING: Part = { sql: '1', parameters: [], isExact: true }
const UNDECIDED: Part = { sql: '1', parameters: [], isExact: false }

/** What of a filter the indexed columns decide; core `matches` decides the rest, document by document. */
export function condense(collection: Collection, filter: Filter, sortedBy?: string): Condensed {
  const isByElement = collection.multi.some((field) =>
    isElement(filter[field] as Scalar | Condition | undefined),
  )
  const sparse = isByElement ? undefined : sparseFieldOf(collection, filter, sortedBy)
  const parts = Object.entries(filter).map(([field, wanted]) => {
    if (wanted === undefined) return ANYTHING
    if (field === '$or') return anyOf((wanted as readonly Filter[]).map((one) => condense(collection, one)))
    const isOther = isByElement || (sparse !== undefined && field !== sparse)
    return ofField(collection, field, conditionOf(wanted as Scalar | Condition), isOther)
  })
  return { ...allOf(parts), isByElement, sparse }
}

/**
 * The sparse field to look by: the one of the order, or one that has to exist where no index is asked for certain
 * values.
 */
function sparseFieldOf(collection: Collection, filter: Filter, sortedBy?: string): string | undefined {
  const conditionAt = (field: string) => conditionOf((filter[field] ?? {}) as Scalar | Condition)
  const leading = collection.spec.indexes.flatMap(({ fields, sparse, unordered }) =>
    unordered === true ? [] : [{ field: fields[0] as string, sparse: sparse === true }],
  )
  const wanted = leading.filter(({ field, sparse }) => sparse && isPresence(conditionAt(field)))
  if (wanted.some(({ field }) => field === sortedBy)) return sortedBy
  const isAskedFor = [...leading, { field: 'id' }].some(({ field }) => isOfValues(conditionAt(field)))
  return isAskedFor ? undefined : wanted.find(({ field }) => conditionAt(field).$exists === true)?.field
}

function isPresence({ $exists, $lt, $lte, $gt, $gte }: Condition): boolean {
  return $exists === true || [$lt, $lte, $gt, $gte].some((bound) => bound !== undefined)
}

function isOfValues({ $eq, $in }: Condition): boolean {
  return $eq !== undefined || $in !== undefined
}

/** Whether a condition names the elements that it wants. */
function isElement(wanted: Scalar | Condition | undefined): boolean {
  if (wanted === undefined) return false
  const { $eq, $in } = conditionOf(wanted)
  if ($in !== undefined) return !$in.includes(null)
  return $eq !== undefined && $eq !== null
}

function ofField(collection: Collection, field: string, condition: Condition, isOther: boolean): Part {
  const terms = termsOf(condition)
  if (field === 'id') return allOf(terms.map(([operator, operand]) => onColumn('id', operator, operand)))
  if (collection.single.includes(field)) {
    const column = isOther ? withoutIndex(columnOf(field)) : columnOf(field)
    return allOf(terms.map(([operator, operand]) => onColumn(column, operator, operand)))
  }
  if (!collection.multi.includes(field)) return terms.length === 0 ? ANYTHING : UNDECIDED
  const table = multiTableOf(collection.name, field)
  return allOf(terms.map(([operator, operand]) => onElements(table, operator, operand)))
}

function termsOf(condition: Condition): [Operator, Operand][] {
  const entries = Object.entries(condition) as [Operator, Operand | undefined][]
  return entries.filter((entry): entry is [Operator, Operand] => entry[1] !== undefined)
}

/** SQLite uses no index for a column behind a plus. */
export function withoutIndex(column: string): string {
  return `+${column}`
}

type Operator = keyof Condition
type Operand = Scalar | readonly Scalar[]

/** The table holds no null, so whatever asks for the absence of something is undecided. */
function onElements(table: string, operator: Operator, operand: Operand): Part {
  const isPositive = !['$ne', '$nin', '$exists'].includes(operator)
  const hasNull = Array.isArray(operand) ? operand.includes(null) : operand === null
  if (!isPositive || hasNull) return UNDECIDED
  const { sql, parameters, isExact } = onColumn('value', operator, operand)
  return { sql: `id IN (SELECT id FROM ${table} WHERE ${sql})`, parameters, isExact }
}

function onColumn(column: string, operator: Operator, operand: Operand): Part {
  switch (operator) {
    case '$eq':
      return equal(column, operand as Scalar)
    case '$ne':
      return { ...equal(column, operand as Scalar), sql: `${column} <> ${placeholder(operand as Scalar)}` }
    case '$in':
      return inList(column, 'IN', operand as readonly Scalar[])
    case '$nin':
      return inList(column, 'NOT IN', operand as readonly Scalar[])
    case '$exists':
      return { sql: `${column} ${operand === true ? '>' : '='} ${NULL_SQL}`, parameters: [], isExact: true }
    default:
      return range(column, operator, operand as string | number)
  }
}

/** The second term, though implied, lets a sparse index be used. */
function equal(column: string, value: Scalar): Part {
  const present =
    value === null || column === 'id' || column === 'value' ? '' : ` AND ${column} > ${NULL_SQL}`
  return {
    sql: `${column} = ${placeholder(value)}${present}`,
    parameters: [encodeScalar(value)],
    isExact: true,
  }
}

/** Lists are filled up to a power of two, so that few statements serve all lengths. */
function inList(column: string, operator: 'IN' | 'NOT IN', values: readonly Scalar[]): Part {
  const [first] = values
  if (first === undefined) return operator === 'IN' ? NOTHING : ANYTHING
  if (values.length > MAX_LIST) return UNDECIDED
  const size = 2 ** Math.ceil(Math.log2(values.length))
  const filled = [...values, ...Array.from({ length: size - values.length }, () => first)]
  const list = filled.map(placeholder).join(', ')
  return { sql: `${column} ${operator} (${list})`, parameters: filled.map(encodeScalar), isExact: true }
}

const COMPARISONS = { $lt: '<', $lte: '<=', $gt: '>', $gte: '>=' } as const

/** Only values of the operand's type are in an order: numbers lie below all text, text below all blobs. */
function range(column: string, operator: Operator, operand: string | number): Part {
  const comparison = COMPARISONS[operator as keyof typeof COMPARISONS]
  const isUpper = operator === '$lt' || operator === '$lte'
  const bounds =
    typeof operand === 'number'
      ? { upper: `> ${NULL_SQL}`, lower: "< ''" }
      : { upper: ">= ''", lower: "< x''" }
  const ofType = `${column} ${isUpper ? bounds.upper : bounds.lower}`
  const sql = `${column} ${comparison} ${placeholder(operand)} AND ${ofType}`
  return { sql, parameters: [encodeScalar(operand)], isExact: true }
}

function allOf(parts: readonly Part[]): Part {
  const telling = parts.filter(({ sql }) => sql !== '1')
  const sql = telling.length === 0 ? '1' : telling.map((part) => part.sql).join(' AND ')
  return {
    sql,
    parameters: telling.flatMap(({ parameters }) => parameters),
    isExact: parts.every((one) => one.isExact),
  }
}

function anyOf(parts: readonly Part[]): Part {
  if (parts.length === 0) return NOTHING
  const sql = `(${parts.map((part) => `(${part.sql})`).join(' OR ')})`
  return {
    sql,
    parameters: parts.flatMap(({ parameters }) => parameters),
    isExact: parts.every((one) => one.isExact),
  }
}
