import type { Mode } from './modes.ts'
import { Random, seedOf } from './random.ts'

/** What happens in one run; all of it follows from the seed. */
export interface Scenario {
  readonly seed: number
  /** Keeps a line for each step. */
  readonly traced: boolean
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
  /** Calls of the store that fail, done or not. */
  readonly faults: number
  readonly duplicates: number
  readonly conflicts: number
  readonly forgeries: number
  /** Types of the outside events at the beginning, and how many come later. */
  readonly start: readonly string[]
  readonly roots: number
  readonly jobCancels: number
  readonly treeCancels: number
  readonly redrives: number
  readonly discards: number
  readonly moduleChanges: number
  readonly deletions: number
  readonly collections: number
  readonly backups: number
  /** Events that are published again, and events from outside that name artifacts. */
  readonly copies: number
  readonly namings: number
  /** After the first peace it may all begin again. */
  readonly days: number
  /** Steps with disturbances; then everything goes on in peace. */
  readonly wildSteps: number
}

export function scenarioOf(seed: number, mode: Mode, traced = false): Scenario {
  const random = new Random(seedOf('scenario', mode.name, seed))
  const upTo = (n: number) => random.below(n + 1)
  const calm = random.chance(0.4)
  const cancels = !calm && random.chance(0.7)
  const requires = () => random.pick(['all', 'settled'] as const)
  const by = (condition: boolean, n: number) => (condition ? upTo(n) : 0)
  return {
    seed,
    traced,
    mode,
    hosts: random.pick(mode.hosts),
    requires: { J: requires(), K: requires(), S: requires() },
    failing: calm ? 0 : random.pick([0, 0.2, 0.4, 0.6]),
    maxFusedRows: random.pick([500, 500, 8, 0]),
    crashes: mode.exclusive ? upTo(4) : upTo(2),
    pauses: mode.exclusive ? 0 : upTo(2),
    faults: upTo(3),
    drops: mode.internal ? 0 : upTo(4),
    duplicates: upTo(4),
    conflicts: upTo(2),
    forgeries: upTo(2),
    start: random.pick([['R', 'N'], ['R'], ['N', 'N', 'N', 'N', 'N'], ['M', 'N', 'L', 'L', 'L', 'L']]),
    roots: upTo(2),
    jobCancels: by(cancels, 4),
    treeCancels: by(cancels, 3),
    redrives: by(!calm, 4),
    discards: by(!calm, 1),
    moduleChanges: upTo(3),
    deletions: upTo(4),
    collections: upTo(4),
    backups: upTo(1),
    copies: upTo(2),
    namings: upTo(2),
    days: random.pick([1, 2]),
    wildSteps: 200 + random.below(2000),
  }
}

/** Nobody cancelled or discarded anything and nothing failed: the result is known beforehand. */
export function isCalm(scenario: Scenario): boolean {
  const { failing, jobCancels, treeCancels, discards } = scenario
  return failing === 0 && jobCancels === 0 && treeCancels === 0 && discards === 0
}
