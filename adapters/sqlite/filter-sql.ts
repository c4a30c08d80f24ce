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
}

const MAX_LIST = 8192
const NOTHING: Condensed = { sql: '0', parameters: [], isExact: true }
const ANYTHING: Condensed = { sql: '1', parameters: [], isExact: true }
const UNDECIDED: Condensed = { sql: '1', parameters: [], isExact: false }

/** What of a filter the indexed columns decide; core `matches` decides the rest, document by document. */
export function condense(collection: Collection, filter: Filter): Condensed {
  const parts = Object.entries(filter).map(([field, wanted]) => {
    if (wanted === undefined) return ANYTHING
    if (field === '$or') return anyOf((wanted as readonly Filter[]).map((one) => condense(collection, one)))
    return ofField(collection, field, conditionOf(wanted as Scalar | Condition))
  })
  return allOf(parts)
}

function ofField(collection: Collection, field: string, condition: Condition): Condensed {
  const terms = Object.entries(condition).filter(([, operand]) => operand !== undefined) as [
    Operator,
    Operand,
  ][]
  if (field === 'id') return allOf(terms.map(([operator, operand]) => onColumn('id', operator, operand)))
  if (collection.single.includes(field)) {
    return allOf(terms.map(([operator, operand]) => onColumn(columnOf(field), operator, operand)))
  }
  if (!collection.multi.includes(field)) return terms.length === 0 ? ANYTHING : UNDECIDED
  const table = multiTableOf(collection.name, field)
  return allOf(terms.map(([operator, operand]) => onElements(table, operator, operand)))
}

type Operator = keyof Condition
type Operand = Scalar | readonly Scalar[]

/** The table holds no null, so whatever asks for the absence of something is undecided. */
function onElements(table: string, operator: Operator, operand: Operand): Condensed {
  const isPositive = !['$ne', '$nin', '$exists'].includes(operator)
  const hasNull = Array.isArray(operand) ? operand.includes(null) : operand === null
  if (!isPositive || hasNull) return UNDECIDED
  const { sql, parameters, isExact } = onColumn('value', operator, operand)
  return { sql: `id IN (SELECT id FROM ${table} WHERE ${sql})`, parameters, isExact }
}

function onColumn(column: string, operator: Operator, operand: Operand): Condensed {
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
function equal(column: string, value: Scalar): Condensed {
  const present =
    value === null || column === 'id' || column === 'value' ? '' : ` AND ${column} > ${NULL_SQL}`
  return {
    sql: `${column} = ${placeholder(value)}${present}`,
    parameters: [encodeScalar(value)],
    isExact: true,
  }
}

/** Lists are filled up to a power of two, so that few statements serve all lengths. */
function inList(column: string, operator: 'IN' | 'NOT IN', values: readonly Scalar[]): Condensed {
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
function range(column: string, operator: Operator, operand: string | number): Condensed {
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

function allOf(parts: readonly Condensed[]): Condensed {
  const telling = parts.filter(({ sql }) => sql !== '1')
  const sql = telling.length === 0 ? '1' : telling.map((part) => part.sql).join(' AND ')
  return {
    sql,
    parameters: telling.flatMap(({ parameters }) => parameters),
    isExact: parts.every((one) => one.isExact),
  }
}

function anyOf(parts: readonly Condensed[]): Condensed {
  if (parts.length === 0) return NOTHING
  const sql = `(${parts.map((part) => `(${part.sql})`).join(' OR ')})`
  return {
    sql,
    parameters: parts.flatMap(({ parameters }) => parameters),
    isExact: parts.every((one) => one.isExact),
  }
}
