import { z } from 'zod'
import { configSchema, type SettingName } from './schema.ts'

/**
 * A flag's or variable's text as the value that the schema wants; what can't be read is left as it is, for the schema
 * to refuse.
 */
export function valueFromText(name: SettingName, text: string): unknown {
  const type = innermost(configSchema.shape[name])
  if (type instanceof z.ZodNumber) return text.trim() === '' ? text : numberOr(text)
  if (type instanceof z.ZodBoolean) return BOOLEANS[text.trim().toLowerCase()] ?? text
  if (type instanceof z.ZodRecord) return text.trimStart().startsWith('{') ? jsonOr(text) : pairsOf(text)
  return text
}

/** The kind of value that a setting takes. */
export function kindOf(name: SettingName): 'boolean' | 'text' {
  return innermost(configSchema.shape[name]) instanceof z.ZodBoolean ? 'boolean' : 'text'
}

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false }

function innermost(type: z.core.$ZodType): z.core.$ZodType {
  if (type instanceof z.ZodDefault || type instanceof z.ZodOptional) return innermost(type.unwrap())
  return type
}

function numberOr(text: string): number | string {
  const value = Number(text)
  return Number.isFinite(value) ? value : text
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** `name=URL,name=URL`. */
function pairsOf(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '')
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      return at < 0 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
    }),
  )
}
