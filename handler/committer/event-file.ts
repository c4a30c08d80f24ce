import type { Json } from '../../core/ports/document-store.ts'
import { jsonBytes, parseJson } from './json-file.ts'
import { isObject, pairsOf } from './pairs.ts'
import { violation } from './violation.ts'

/** An event file, parsed. */
export interface RaisedEvent {
  readonly type: string
  readonly data: Readonly<Record<string, Json>>
  /** Length of the data as JSON. */
  readonly dataBytes: number
  /** Relative to `out/data`, each once, in the order given. */
  readonly files: readonly string[]
}

type Fields = Omit<RaisedEvent, 'dataBytes'>

/**
 * The event that a file of `out/events` holds, in either form: Ion's array of `{"key","value"}`, where `eventType` is
 * required,
 * `files` is a comma list and all other pairs are data, or `{"type", "files": [], "data": {}}`.
 */
export function parseEvent(label: string, text: string): RaisedEvent {
  const value = parseJson(label, text)
  const fields = Array.isArray(value) ? fromPairs(label, value as readonly Json[]) : fromObject(label, value)
  return { ...fields, files: [...new Set(fields.files)], dataBytes: jsonBytes(label, fields.data) }
}

function fromPairs(label: string, array: readonly Json[]): Fields {
  const pairs = pairsOf(array)
  if (typeof pairs === 'string') throw violation(label, pairs)
  const value = (key: string) => pairs.find((pair) => pair.key === key)?.value
  const [type, files = ''] = [value('eventType'), value('files')]
  if (typeof type !== 'string' || type === '')
    throw violation(label, 'has no eventType: the pair is required, with the type as text')
  if (typeof files !== 'string')
    throw violation(label, 'has files that are not text: it is a list of paths with commas between')
  const data = pairs
    .filter((pair) => pair.key !== 'eventType' && pair.key !== 'files')
    .map((pair) => [pair.key, pair.value])
  return { type, files: commaList(files), data: Object.fromEntries(data) as Record<string, Json> }
}

function commaList(text: string): string[] {
  return text
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')
}

function fromObject(label: string, value: Json): Fields {
  if (!isObject(value)) {
    throw violation(label, 'must be an array of {"key","value"}, or an object with type, files and data')
  }
  const { type, files = [], data = {}, ...others } = value
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) {
    throw violation(label, `has the unknown key ${JSON.stringify(unknown)}: type, files and data are allowed`)
  }
  if (typeof type !== 'string' || type === '') throw violation(label, 'has no type: it is required, as text')
  if (!isTexts(files)) throw violation(label, 'has files that are not an array of paths')
  if (!isObject(data)) throw violation(label, 'has data that is not an object')
  return { type, files, data: data as Record<string, Json> }
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string')
}
