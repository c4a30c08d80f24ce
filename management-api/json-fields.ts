import type { Json } from '../core/ports/document-store.ts'
import { messageOf } from '../core/errors.ts'
import { invalid } from './errors.ts'

/** The object that a `_json` field holds; INVALID_ARGUMENT for anything else. */
export function parseObject(text: string, field: string): Record<string, Json> {
  const value = parse(text, field)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(`${field} is not a JSON object`)
  }
  return value as Record<string, Json>
}

function parse(text: string, field: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw invalid(`${field} is not JSON: ${messageOf(error)}`)
  }
}
