import { isDeepStrictEqual } from 'node:util'
import { expect } from '@jest/globals'
import { inParallel } from '../../../core/parallel.ts'
import { fault, inForm, randomFor } from '../fault.ts'
import { allPoints, resultOf, type Point, type Result } from './disturbed.ts'
import type { ScenarioName } from './scenarios.ts'
import { writeSites } from './write-sites.ts'

const WIDTH = 3
const MOST_TOLD = 2000

fault(
  {
    fault: 'kill -9 immediately before or after any one durable write of the protocol',
    holds:
      'after the restart the same events, jobs, artifacts and bytes as without it; doctor finds nothing, and nothing is left to nobody',
    limitMs: 600_000,
  },
  async () => {
    const all = allPoints(writeSites())
    const points = chosen(all, inForm({ short: 6, long: all.length, soak: all.length }))
    const undisturbed = new Map<ScenarioName, Promise<Result>>()
    const expected = (scenario: ScenarioName) => {
      const known = undisturbed.get(scenario) ?? resultOf(scenario, [])
      undisturbed.set(scenario, known)
      return known
    }
    const problems: string[] = []
    await inParallel(points, WIDTH, async (point) => {
      const problem = await problemOf(point, expected)
      if (problem !== undefined) problems.push(problem)
    })
    expect(problems).toEqual([])
  },
)

/** As many of them at random, all with `ITERON_CRASH_POINT` in their name. */
function chosen(all: readonly Point[], count: number): Point[] {
  const wanted = process.env['ITERON_CRASH_POINT']
  if (wanted !== undefined) return all.filter(({ name }) => name.includes(wanted))
  if (count >= all.length) return [...all]
  const random = randomFor('crash points')
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
