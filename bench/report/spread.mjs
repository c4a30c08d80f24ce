import { median } from '../measure/statistics.mjs'

/** Median, least and greatest of numbers, those left out that weren't measured; undefined if none was. */
export function spreadOf(numbers) {
  const there = numbers.filter((number) => number !== undefined && number !== null)
  if (there.length === 0) return undefined
  return { median: median(there), low: Math.min(...there), high: Math.max(...there) }
}
