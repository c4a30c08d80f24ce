import type { Change, Document } from '../ports/document-store.ts'

/** The document with a change made: a new object, the old one stays as it was. */
export function changed<T extends Document>(document: T, change: Change): T {
  const result: Record<string, unknown> = { ...(document as object) }
  for (const [field, value] of Object.entries(change.set ?? {}))
    if (value !== undefined) result[field] = value
  for (const field of change.unset ?? []) Reflect.deleteProperty(result, field)
  for (const [field, by] of Object.entries(change.increment ?? {})) {
    const before = result[field]
    result[field] = (typeof before === 'number' ? before : 0) + by
  }
  return result as unknown as T
}
