import { IteronError } from '../errors.ts'
import type { Sort } from '../ports/document-store.ts'
import type { Scalar } from './filter.ts'

/** Where a page ended: the last document's value of the sort field, and its id. */
export interface Position {
  readonly value: Scalar
  readonly id: string
}

/** The text that a page gives as `next`. It is good for the same sort only. */
export function encodeCursor(sort: Sort, { value, id }: Position): string {
  return Buffer.from(JSON.stringify([sort.field, sort.descending === true, value, id])).toString('base64url')
}

/** INVALID_ARGUMENT for what `encodeCursor` didn't make, or made for another sort. */
export function decodeCursor(sort: Sort, cursor: string): Position {
  const parts = parsed(cursor)
  const [field, descending, value, id] = parts
  if (parts.length !== 4 || !isScalar(value) || typeof id !== 'string' || id.includes('\0'))
    throw invalid(cursor)
  if (field !== sort.field || descending !== (sort.descending === true)) throw invalid(cursor)
  if (typeof value === 'string' && value.includes('\0')) throw invalid(cursor)
  return { value, id }
}

function parsed(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(value)) return value
  } catch {
    // answered below
  }
  throw invalid(cursor)
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function invalid(cursor: string): IteronError {
  return new IteronError('INVALID_ARGUMENT', `"${cursor.slice(0, 40)}" is no page cursor of this list`, {
    hint: 'Give the cursor that the page before returned, with the same order, or none for the first page.',
  })
}
