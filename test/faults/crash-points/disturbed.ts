import { accountOf, type Account } from './account.ts'
import { POINTS, waysOf } from './points.ts'
import { Run } from './run.ts'
import { SCENARIOS, type Scenario, type ScenarioName } from './scenarios.ts'
import { Victim, type Crash } from './victim.ts'
import type { WriteSite } from './write-sites.ts'

/** One run: the scenario, and where it dies. */
export interface Point {
  /** For people. */
  readonly name: string
  readonly scenario: ScenarioName
  readonly crashes: readonly Crash[]
}

/** What a run left, and what `iteron doctor` found. */
export interface Result extends Account {
  readonly findings: readonly string[]
}

/** All runs: each write that is reached, before and after it, at the times that are chosen of those in the list. */
export function allPoints(
  sites: readonly WriteSite[],
  chosen: (times: readonly number[]) => readonly number[] = (times) => times,
): Point[] {
  const places = new Map(sites.map(({ name, place }) => [name, place]))
  const placeOf = (name: string) => places.get(name) ?? ''
  return Object.keys(POINTS).flatMap((name) =>
    waysOf(name).flatMap(({ scenario, first, nth = [1] }) => {
      const before = first === undefined ? [] : [{ place: placeOf(first.name), when: first.when, nth: 1 }]
      return chosen(nth).flatMap((n) =>
        (['before', 'after'] as const).map((when) => ({
          name: `${when} ${name} (${scenario}, ${String(n)})`,
          scenario,
          crashes: [...before, { place: placeOf(name), when, nth: n }],
        })),
      )
    }),
  )
}

/** Runs a scenario to its end, with all the crashes; one that doesn't come about is an error. */
export async function resultOf(name: ScenarioName, crashes: readonly Crash[]): Promise<Result> {
  const scenario: Scenario = SCENARIOS[name]
  const victim = new Victim(crashes)
  try {
    const run = new Run(victim, scenario.arguments ?? [])
    await run.begin()
    await scenario.run(run)
    await run.finish()
    if (victim.crashes !== crashes.length)
      throw new Error(`the process never came to ${JSON.stringify(victim.missing)}`)
    const account = withoutRepeats(await accountOf(victim.data), scenario)
    return withoutFolder({ ...account, findings: run.findings }, victim.folder)
  } finally {
    await victim.remove()
  }
}

function withoutRepeats(account: Account, { repeats = [] }: Scenario): Account {
  const once = (list: readonly string[]) => [...new Set(list)]
  return {
    ...account,
    ...(repeats.includes('uploads') ? { uploads: once(account.uploads) } : {}),
    ...(repeats.includes('copies') ? { trees: once(account.trees) } : {}),
  }
}

/** Scripts name the scenario's folder. */
function withoutFolder(result: Result, folder: string): Result {
  return JSON.parse(JSON.stringify(result).replaceAll(folder, 'FOLDER')) as Result
}
