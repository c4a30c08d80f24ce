import type { Json } from '../../core/ports/document-store.ts'
import type { Folder } from '../folder.ts'
import { jsonBytes, parseJson, readText } from './json-file.ts'
import { isObject, pairsOf, type Pair } from './pairs.ts'
import { violation } from './violation.ts'

const NAME = 'insights.json'
const LABEL = `out/${NAME}`

/**
 * What the module reported in `out/insights.json`, as an array of `{"key","value"}` or an object; an empty file is
 * none.
 */
export function readInsights(out: Folder, maxBytes: number): Pair[] {
  const text = readText(out, NAME, { label: LABEL, maxBytes })
  if (text.trim() === '') return []
  const value = parseJson(LABEL, text)
  jsonBytes(LABEL, value)
  const pairs = insightsOf(value)
  if (typeof pairs === 'string') throw violation(LABEL, pairs)
  return pairs
}

function insightsOf(value: Json): Pair[] | string {
  if (Array.isArray(value)) return pairsOf(value as readonly Json[])
  if (!isObject(value)) return 'must be an array of {"key","value"} or an object'
  return Object.entries(value).map(([key, inner]) => ({ key, value: inner as Json }))
}
