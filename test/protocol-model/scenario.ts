import type { Mode } from './modes.ts'
import { Random, seedOf } from './random.ts'

/** What happens in one run; all of it follows from the seed. */
export interface Scenario {
  readonly seed: number
  readonly mode: Mode
  readonly hosts: number
  readonly requires: Readonly<Record<'J' | 'K' | 'S', 'all' | 'settled'>>
  /** That an attempt of a module that may fail does. */
  readonly failing: number
  readonly maxFusedRows: number
  /** How often each may still happen. */
  readonly crashes: number
  readonly pauses: number
  readonly drops: number
  readonly duplicates: number
  readonly conflicts: number
  readonly forgeries: number
  readonly roots: number
  readonly jobCancels: number
  readonly treeCancels: number
  readonly redrives: number
  readonly discards: number
  readonly moduleChanges: number
  /** Steps with disturbances; then everything goes on in peace. */
  readonly wildSteps: number
}

export function scenarioOf(seed: number, mode: Mode): Scenario {
  const random = new Random(seedOf('scenario', mode.name, seed))
  const upTo = (n: number) => random.below(n + 1)
  const calm = random.chance(0.4)
  const cancels = !calm && random.chance(0.5)
  const requires = () => random.pick(['all', 'settled'] as const)
  const by = (condition: boolean, n: number) => (condition ? upTo(n) : 0)
  return {
    seed,
    mode,
    hosts: random.pick(mode.hosts),
    requires: { J: requires(), K: requires(), S: requires() },
    failing: calm ? 0 : random.pick([0, 0.2, 0.4, 0.6]),
    maxFusedRows: random.pick([500, 500, 8, 0]),
    crashes: upTo(2),
    pauses: mode.exclusive ? 0 : upTo(2),
    drops: mode.internal ? 0 : upTo(4),
    duplicates: upTo(4),
    conflicts: upTo(2),
    forgeries: upTo(2),
    roots: upTo(2),
    jobCancels: by(cancels, 2),
    treeCancels: by(cancels, 2),
    redrives: by(!calm, 3),
    discards: by(!calm, 1),
    moduleChanges: upTo(3),
    wildSteps: 200 + random.below(2500),
  }
}

/** Nobody cancelled or discarded anything and nothing failed: the result is known beforehand. */
export function isCalm(scenario: Scenario): boolean {
  const { failing, jobCancels, treeCancels, discards } = scenario
  return failing === 0 && jobCancels === 0 && treeCancels === 0 && discards === 0
}
