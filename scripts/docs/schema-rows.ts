import { z } from 'zod'
import { durationSchema, sizeSchema } from '../../core/model/quantity.ts'
import { codes } from './markdown.ts'

type Schema = z.core.$ZodType

/** A key of a schema, as the reference shows it. */
export interface SchemaRow {
  /** With its parents, `retry.backoff.max`. */
  readonly key: string
  readonly type: string
  /** As JSON; `required`, or empty where there is none. */
  readonly fallback: string
  readonly meaning: string
}

/** The keys of an object, those of objects within it below their own. */
export function rowsOf(shape: Readonly<Record<string, Schema>>, parent = ''): SchemaRow[] {
  return Object.entries(shape).flatMap(([name, schema]) => rowsOfKey(`${parent}${name}`, schema))
}

function rowsOfKey(key: string, schema: Schema): SchemaRow[] {
  const { inner, fallback, meaning } = opened(schema)
  const row = { key, type: typeOf(inner), fallback, meaning }
  return inner instanceof z.ZodObject ? [row, ...rowsOf(inner.shape, `${key}.`)] : [row]
}

/** A schema without what only says what is taken when nothing is written. */
function opened(schema: Schema): { inner: Schema; fallback: string; meaning: string } {
  let inner = schema
  let fallback = 'required'
  let meaning = ''
  for (;;) {
    if (meaning === '') meaning = (inner as z.ZodType).description ?? ''
    if (inner instanceof z.ZodOptional) {
      fallback = ''
      inner = inner.unwrap()
    } else if (inner instanceof z.ZodDefault) {
      fallback = JSON.stringify(inner.def.defaultValue)
      inner = inner.unwrap()
    } else if (inner instanceof z.ZodPrefault) {
      fallback = ''
      inner = inner.unwrap()
    } else return { inner, fallback, meaning }
  }
}

const NAMED: readonly (readonly [Schema, string])[] = [
  [durationSchema, 'duration'],
  [sizeSchema, 'size'],
]

function typeOf(schema: Schema): string {
  const named = NAMED.find(([known]) => known === schema)
  if (named !== undefined) return named[1]
  if (schema instanceof z.ZodArray) return `list of ${plural(typeOf(schema.element))}`
  if (schema instanceof z.ZodRecord)
    return `map of names to ${plural(typeOf(opened(schema.valueType).inner))}`
  if (schema instanceof z.ZodUnion) return schema.options.map((option) => typeOf(option)).join(' or ')
  if (schema instanceof z.ZodEnum) return codes(schema.options.map(String))
  if (schema instanceof z.ZodObject) return `map with ${codes(Object.keys(schema.shape))}`
  return plainTypeOf(schema)
}

function plainTypeOf(schema: Schema): string {
  if (schema instanceof z.ZodNumber) return schema.format === null ? 'number' : 'whole number'
  if (schema instanceof z.ZodBoolean) return '`true` or `false`'
  if (schema instanceof z.ZodString) return 'text'
  if (schema instanceof z.ZodUnknown) return 'values'
  throw new Error(`the reference has no word for the schema ${schema._zod.def.type}`)
}

function plural(type: string): string {
  return type === 'text' ? 'texts' : type
}
