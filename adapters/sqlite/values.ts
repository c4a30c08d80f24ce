import type { Scalar } from '../../core/model/filter.ts'
import { isMisbound, type SqlValue } from './database.ts'

/*
 * A scalar in an index column. SQLite's order is NULL, numbers, text, blobs; as null must be comparable like any value
 * it is
 * stored as -Infinity, which no JSON number is. Booleans are blobs of one byte.
 */
const FALSE = Uint8Array.of(0)
const TRUE = Uint8Array.of(1)

/** The smallest stored value, as SQL. */
export const NULL_SQL = '-9e999'

export function encodeScalar(value: Scalar): SqlValue {
  if (value === null) return Number.NEGATIVE_INFINITY
  if (typeof value === 'boolean') return value ? TRUE : FALSE
  return isMisbound(value) ? JSON.stringify(value) : value
}

export function decodeScalar(value: SqlValue): Scalar {
  if (value === Number.NEGATIVE_INFINITY || value === null) return null
  if (value instanceof Uint8Array) return value[0] === 1
  return typeof value === 'bigint' ? Number(value) : value
}

/** The SQL that stands for an encoded value. */
export function placeholder(value: Scalar): string {
  return value !== null && isMisbound(value as SqlValue) ? "json_extract(?, '$')" : '?'
}

export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}
