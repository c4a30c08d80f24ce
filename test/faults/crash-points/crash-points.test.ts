import { isDeepStrictEqual } from 'node:util'
import { expect } from '@jest/globals'
import { inParallel } from '../../../core/parallel.ts'
import type { Random } from '../../protocol-model/random.ts'
import { fault, inForm, randomFor } from '../fault.ts'
import { allPoints, resultOf, type Point, type Result } from './disturbed.ts'
import type { ScenarioName } from './scenarios.ts'
import { writeSites } from './write-sites.ts'

const WIDTH = 3
const MOST_TOLD = 2000
const LIMIT_MS = 1_800_000
/** For those that have begun. */
const LAST_MS = 60_000

fault(
  {
    fault: 'kill -9 immediately before or after any one durable write of the protocol',
    holds:
      'after the restart the same events, jobs, artifacts and bytes as without it; doctor finds nothing, and nothing is left to nobody',
    limitMs: 1_800_000,
  },
  async () => {
    const random = randomFor('crash points')
    const oneOf = (times: readonly number[]) => [random.pick(times)]
    // one time of each is in the long form: left for the soak are those with several, at all of theirs
    const several = (times: readonly number[]) => (times.length > 1 ? times : [])
    const all = allPoints(writeSites(), inForm({ short: oneOf, long: oneOf, soak: several }))
    const points = chosen(all, inForm({ short: 6, long: all.length, soak: all.length }), random)
    expect(points).not.toEqual([])
    const undisturbed = new Map<ScenarioName, Promise<Result>>()
    const expected = (scenario: ScenarioName) => {
      const known = undisturbed.get(scenario) ?? undisturbedResult(scenario)
      undisturbed.set(scenario, known)
      return known
    }
    const problems: string[] = []
    const end = performance.now() + LIMIT_MS - LAST_MS
    await inParallel(points, WIDTH, async (point) => {
      if (performance.now() > end) {
        problems.push(`${point.name}: no time was left for it`)
        return
      }
      const problem = await problemOf(point, expected)
      if (problem !== undefined) problems.push(problem)
    })
    expect(problems).toEqual([])
  },
)

/** What the others are compared with has nothing left to nobody itself. */
async function undisturbedResult(scenario: ScenarioName): Promise<Result> {
  const result = await resultOf(scenario, [])
  const left = [...result.findings, ...Object.values(result.left).flat()]
  if (left.length > 0) throw new Error(`${scenario} leaves undisturbed: ${left.join(', ')}`)
  return result
}

/** As many of them at random, all with `ITERON_CRASH_POINT` in their name. */
function chosen(all: readonly Point[], count: number, random: Random): Point[] {
  const wanted = process.env['ITERON_CRASH_POINT']
  if (wanted !== undefined) return all.filter(({ name }) => name.includes(wanted))
  if (count >= all.length) return [...all]
  const left = [...all]
  return Array.from({ length: count }, () => left.splice(random.below(left.length), 1)).flat()
}

async function problemOf(
  { name, scenario, crashes }: Point,
  expected: (scenario: ScenarioName) => Promise<Result>,
): Promise<string | undefined> {
  try {
    const [found, wanted] = [await resultOf(scenario, crashes), await expected(scenario)]
    const different = (Object.keys(wanted) as (keyof Result)[]).filter(
      (key) => !isDeepStrictEqual(found[key], wanted[key]),
    )
    if (different.length === 0) return undefined
    return [`${name}:`, ...different.map((key) => difference(key, found[key], wanted[key]))].join('\n')
  } catch (error) {
    return `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
}

/** What one has and the other hasn't; of a whole tree as much as fits. */
function difference(key: string, found: unknown, wanted: unknown): string {
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : [JSON.stringify(value)])
  const only = (here: string[], there: string[]) =>
    here.filter((one) => !there.includes(one) || here.length !== there.length)
  const [more, less] = [only(list(found), list(wanted)), only(list(wanted), list(found))]
  return `${key}: found ${more.join(', ').slice(0, MOST_TOLD)}\n  instead of ${less.join(', ').slice(0, MOST_TOLD)}`
}
