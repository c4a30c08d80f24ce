import type { Reading } from './readings.ts'

const MB = 1024 * 1024
const MINUTE_MS = 60_000

/**
 * In so long a part of the life a leak is told from noise: what a garbage collection leaves at rest differs by about
 * a megabyte from one time to the next, caches fill in the first part of a life. Milliseconds.
 */
const TELLING_MS = 3 * MINUTE_MS
/** Part of a life in which caches fill; it isn't judged. */
const WARM_UP = 0.4
/** Memory that may be gained a minute. At half of peak a minute is thousands of jobs: 100 bytes of each would be more. */
const HEAP_SLOPE = 1 * MB
/** The process's memory is also the allocator's, which gives back late. */
const PROCESS_SLOPE = 2 * MB
/** And in all, however long it took. */
const GROWTH = 0.2
/** Descriptors and handles that come and go by themselves: a connection that is about to close, a timer that is due. */
const SPREAD = 4
const LOG_BYTES = 64 * MB
/** Bytes of the database for each further record, with its indexes, and what is free in it. */
const RECORD_BYTES = 4096
const DATABASE_SLACK = 16 * MB

/** What grew that shouldn't have between readings of one life, each in a sentence. */
export function leaks(readings: readonly Reading[]): string[] {
  const life = (readings.at(-1)?.atMs ?? 0) - (readings[0]?.atMs ?? 0)
  const telling = life * (1 - WARM_UP) >= TELLING_MS
  const from = (readings[0]?.atMs ?? 0) + WARM_UP * life
  const judged = telling ? readings.filter(({ atMs }) => atMs >= from) : readings
  if (judged.length < 2) return [`there were only ${readings.length} readings`]
  return [
    ...(telling
      ? [
          ...grown(
            'the heap',
            judged,
            ({ heapBytes, externalBytes }) => heapBytes + externalBytes,
            HEAP_SLOPE,
          ),
          ...risen('the memory', readings, ({ anonymousBytes }) => anonymousBytes, PROCESS_SLOPE),
        ]
      : []),
    ...more('file descriptors', judged, ({ files }) => files),
    ...more('threads', judged, ({ threads }) => threads),
    ...more('processes', judged, ({ children }) => children),
    ...more('control files', judged, ({ control }) => control),
    ...kindsOf(judged).flatMap((kind) => more(`${kind} handles`, judged, (one) => one.resources[kind] ?? 0)),
    ...readings.flatMap(leftBehind),
    ...databaseGrown(readings),
  ]
}

/** Of what falls now and then by itself and rises again, such as a process's memory, only its heights tell. */
function risen(what: string, readings: readonly Reading[], of: (one: Reading) => number, slope: number) {
  const half = Math.ceil(readings.length / 2)
  const [before, after] = [highest(readings.slice(0, half), of), highest(readings.slice(half), of)]
  const minutes = (after.atMs - before.atMs) / MINUTE_MS
  const rise = of(after) - of(before)
  const told = `${what} rose from ${mb(of(before))} to ${mb(of(after))} in ${minutes.toFixed(1)} minutes`
  return rise > slope * minutes || rise > of(before) * GROWTH ? [told] : []
}

function highest(readings: readonly Reading[], of: (one: Reading) => number): Reading {
  return readings.reduce((most, one) => (of(one) > of(most) ? one : most))
}

function grown(what: string, readings: readonly Reading[], of: (one: Reading) => number, slope: number) {
  const perMinute = slopeOf(readings.map((one) => [one.atMs / MINUTE_MS, of(one)]))
  const [first, last] = [of(readings[0]!), of(readings.at(-1)!)]
  const told = `${what} grew by ${mb(perMinute)} a minute, from ${mb(first)} to ${mb(last)}`
  return perMinute > slope || last > first * (1 + GROWTH) ? [told] : []
}

function more(what: string, readings: readonly Reading[], of: (one: Reading) => number): string[] {
  const [first, last] = [of(readings[0]!), of(readings.at(-1)!)]
  return last > first + SPREAD ? [`${what} grew: ${readings.map(of).join(', ')}`] : []
}

function leftBehind({ workspaces, temporary, logBytes }: Reading): string[] {
  return [
    ...(workspaces > 0 ? [`${workspaces} workspaces were left at rest`] : []),
    ...(temporary > 0 ? [`${temporary} files in blobs/.tmp were left at rest`] : []),
    ...(logBytes > LOG_BYTES ? [`the write-ahead log has ${mb(logBytes)}`] : []),
  ]
}

function databaseGrown(readings: readonly Reading[]): string[] {
  const counted = readings.filter(({ documents }) => documents !== undefined)
  const [first, last] = [counted[0], counted.at(-1)]
  if (first === undefined || last === undefined) return []
  const records = last.documents! - first.documents!
  const bytes = last.databaseBytes - first.databaseBytes
  return bytes > records * RECORD_BYTES + DATABASE_SLACK
    ? [`the database grew by ${mb(bytes)} for ${records} records`]
    : []
}

function kindsOf(readings: readonly Reading[]): string[] {
  return [...new Set(readings.flatMap(({ resources }) => Object.keys(resources)))]
}

/** Least squares. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))]
  const covariance = mean(points.map(([at, value]) => (at - x) * (value - y)))
  const variance = mean(points.map(([at]) => (at - x) ** 2))
  return variance === 0 ? 0 : covariance / variance
}

/** A line for people. */
export function describe(one: Reading): string {
  const held = Object.entries(one.resources).map(([kind, count]) => `${kind} ${count}`)
  return [
    `heap ${mb(one.heapBytes)}, external ${mb(one.externalBytes)}, process ${mb(one.anonymousBytes)}`,
    `${one.files} descriptors, ${one.threads} threads, ${one.children} processes, ${one.control} control files`,
    `database ${mb(one.databaseBytes)}, log ${mb(one.logBytes)}, ${one.documents ?? '?'} records; ${held.join(', ')}`,
  ].join('; ')
}

export function mb(bytes: number): string {
  return `${(bytes / MB).toFixed(1)} MB`
}
