import { compareText } from './order.ts'

/** The document filter: a small subset of MongoDB's, with one meaning for every store. */
export type Scalar = string | number | boolean | null

export interface Condition {
  readonly $eq?: Scalar
  readonly $ne?: Scalar
  readonly $in?: readonly Scalar[]
  readonly $nin?: readonly Scalar[]
  readonly $lt?: string | number
  readonly $lte?: string | number
  readonly $gt?: string | number
  readonly $gte?: string | number
  /** Present and not null. */
  readonly $exists?: boolean
}

/**
 * Field → value or condition, all of which must hold; `$or` holds if one of its filters does. A field is a top-level
 * name or a dotted path; an array matches if one of its elements does (`$ne`, `$nin`: if none equals). A missing field
 * equals null. Text is in the order of its code points.
 */
export interface Filter {
  readonly $or?: readonly Filter[]
  readonly [field: string]: Scalar | Condition | readonly Filter[] | undefined
}

/** Whether a document matches; the meaning that adapters compile to their query language. */
export function matches(document: object, filter: Filter): boolean {
  return matcher(filter)(document)
}

/** The same for many documents: the filter is read once. */
export function matcher(filter: Filter): (document: object) => boolean {
  const tests = Object.entries(filter).flatMap(([field, wanted]) =>
    wanted === undefined ? [] : [testOf(field, wanted)],
  )
  return (document) => tests.every((test) => test(document))
}

function testOf(field: string, wanted: NonNullable<Filter[string]> | null): (document: object) => boolean {
  if (field === '$or') {
    const some = (wanted as readonly Filter[]).map(matcher)
    return (document) => some.some((one) => one(document))
  }
  const path = field.split('.')
  const condition = conditionOf(wanted as Scalar | Condition)
  return (document) => holds(valuesAt(document, path), condition)
}

/** A bare value means `$eq`. */
export function conditionOf(wanted: Scalar | Condition): Condition {
  return typeof wanted === 'object' && wanted !== null ? wanted : { $eq: wanted }
}

/** All values at a path: arrays on the way are entered, a missing one is null. */
export function valuesAt(value: unknown, path: readonly string[], from = 0): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, path, from))
  const head = path[from]
  if (head === undefined) return [value ?? null]
  if (typeof value !== 'object' || value === null) return [null]
  const inner = Object.hasOwn(value, head) ? (value as Record<string, unknown>)[head] : null
  return valuesAt(inner, path, from + 1)
}

const TESTS: { [K in keyof Required<Condition>]: (values: unknown[], operand: never) => boolean } = {
  $eq: (values, operand: Scalar) => values.some((value) => value === operand),
  $ne: (values, operand: Scalar) => !values.some((value) => value === operand),
  $in: (values, operand: readonly Scalar[]) => values.some((value) => operand.includes(value as Scalar)),
  $nin: (values, operand: readonly Scalar[]) => !values.some((value) => operand.includes(value as Scalar)),
  $lt: (values, operand: string | number) => values.some((value) => order(value, operand) < 0),
  $lte: (values, operand: string | number) => values.some((value) => order(value, operand) <= 0),
  $gt: (values, operand: string | number) => values.some((value) => order(value, operand) > 0),
  $gte: (values, operand: string | number) => values.some((value) => order(value, operand) >= 0),
  $exists: (values, operand: boolean) => values.some((value) => value !== null) === operand,
}

function holds(values: unknown[], condition: Condition): boolean {
  for (const operator in condition) {
    const operand = condition[operator as keyof Condition]
    const test = TESTS[operator as keyof Condition] as
      ((values: unknown[], operand: unknown) => boolean) | undefined
    if (test === undefined) throw new TypeError(`unknown filter operator ${operator}`)
    if (operand !== undefined && !test(values, operand)) return false
  }
  return true
}

/** Only values of one type are in an order: NaN for others. */
function order(value: unknown, operand: string | number): number {
  if (typeof value === 'number' && typeof operand === 'number') return value - operand
  return typeof value === 'string' && typeof operand === 'string' ? compareText(value, operand) : Number.NaN
}
