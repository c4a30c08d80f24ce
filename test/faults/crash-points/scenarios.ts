import * as files from './scenarios/files.ts'
import * as flow from './scenarios/flow.ts'
import * as housekeeping from './scenarios/housekeeping.ts'
import * as interrupted from './scenarios/interrupted.ts'
import * as people from './scenarios/people.ts'
import type { Run } from './run.ts'

/** What is done to an installation while it is made to die; undisturbed it gives what must come out all the same. */
export interface Scenario {
  /** Further arguments of `iteron up`. */
  readonly arguments?: readonly string[]
  readonly run: (run: Run) => Promise<void>
  /** Calls that make something new each time they are asked: who repeats one may have it twice. */
  readonly repeats?: readonly ('uploads' | 'copies')[]
}

export const SCENARIOS = { ...flow, ...people, ...files, ...housekeeping, ...interrupted } satisfies Readonly<
  Record<string, Scenario>
>

export type ScenarioName = keyof typeof SCENARIOS
