import type { Options } from 'yargs'
import { configSchema, type SettingName } from './config/schema.ts'
import { kindOf } from './config/value-from-text.ts'
import { usageError } from './errors.ts'
import { nearest } from './nearest.ts'

/** The options of some settings, described by the schema. Their values are read with the configuration. */
export function settingOptions<const N extends SettingName>(...names: N[]): Record<N, Options> {
  return Object.fromEntries(names.map((name) => [name, settingOption(name)])) as Record<N, Options>
}

const settings = new WeakSet<Options>()

/** Whether an option gives a setting its value; an event's --data is not the data folder. */
export function isSetting(option: Options | undefined): boolean {
  return option !== undefined && settings.has(option)
}

function settingOption(name: SettingName): Options {
  const describe = configSchema.shape[name].description ?? ''
  const option: Options = { type: kindOf(name) === 'boolean' ? 'boolean' : 'string', describe }
  settings.add(option)
  return option
}

/** A number that counts something. */
export function wholeNumber(flag: string, least: number): (value: unknown) => number | undefined {
  return (value) => {
    if (value === undefined) return undefined
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : Number.NaN
    if (Number.isSafeInteger(number) && number >= least && number <= 2_147_483_647) return number
    throw usageError(`--${flag} must be a whole number of at least ${least}, not ${JSON.stringify(value)}`)
  }
}

/** One or more of some words, in one value separated by commas or in several. */
export function wordsOf(flag: string, allowed: readonly string[]): (value: unknown) => string[] | undefined {
  return (value) => {
    if (value === undefined) return undefined
    const words = listOf(value)
    for (const word of words) if (!allowed.includes(word)) throw unknownWord(flag, word, allowed)
    return words
  }
}

/** Values that were given several times, or separated by commas. */
export function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value])
    .flatMap((part) => String(part).split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function unknownWord(flag: string, word: string, allowed: readonly string[]) {
  const similar = nearest(word, allowed)
  return usageError(
    `--${flag} can't be ${JSON.stringify(word)}: it is one of ${allowed.join(', ')}`,
    similar === undefined ? undefined : `Did you mean ${similar}?`,
  )
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** `10m`, `2h`, `1d` ago, or a time; milliseconds since 1970. */
export function sinceTime(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  const ago = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text)
  if (ago !== null) return Math.max(0, Math.floor(Date.now() - Number(ago[1]) * (UNITS[ago[2] ?? 's'] ?? 0)))
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(time)) return time
  throw usageError(
    `--since can't be ${JSON.stringify(text)}`,
    'Give how long ago (30s, 10m, 2h, 1d, 1w) or a time (2026-01-31T08:00:00Z).',
  )
}

/** How much of a list is shown. */
export const pagingOptions = {
  limit: { type: 'string', coerce: wholeNumber('limit', 1), describe: 'At most so many (100).' },
  all: { type: 'boolean', conflicts: 'limit', describe: 'All of them, however many.' },
} as const

/** Filters that several lists have. */
export const filterOptions = {
  module: { type: 'string', describe: 'Only of this module: id or name.' },
  type: { type: 'string', describe: 'Only of this event type.' },
  'correlation-id': { type: 'string', alias: 'c', describe: 'Only of this trace.' },
  since: { type: 'string', coerce: sinceTime, describe: 'Only since then: 10m, 2h, 1d, or a time.' },
} as const
