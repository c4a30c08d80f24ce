import { z } from 'zod'

const DURATION_UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const SIZE_UNITS = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
} as const

/**
 * `90s`, `5m`, `1h30m`, `0` → milliseconds; undefined if it isn't a duration. A bare number other than 0 isn't: it has
 * no unit.
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) return undefined
  let sum = 0
  for (const [, number, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    sum += Number(number) * DURATION_UNITS[unit as keyof typeof DURATION_UNITS]
  }
  return Math.round(sum)
}

/** `512Mi`, `1.5G`, `4096` → bytes; undefined if it isn't a size. */
export function parseSize(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?)(|k|M|G|T|Ki|Mi|Gi|Ti)$/.exec(text)
  return found === null
    ? undefined
    : Math.round(Number(found[1]) * SIZE_UNITS[found[2] as keyof typeof SIZE_UNITS])
}

const NO_DURATION = 'is not a duration: write a number with a unit, such as 30s, 5m or 48h, or 0'
const NO_SIZE = 'is not a size: write a number of bytes, or one with a unit, such as 512Mi or 2G'

/** A duration with its unit, as text. */
export const durationSchema = z
  .union([z.string(), z.literal(0)], NO_DURATION)
  .transform(String)
  .refine((text) => parseDuration(text) !== undefined, NO_DURATION)

/** A number of bytes, as a number or as text with a unit. */
export const sizeSchema = z
  .union([z.string(), z.number().int().nonnegative()], NO_SIZE)
  .transform(String)
  .refine((text) => parseSize(text) !== undefined, NO_SIZE)
