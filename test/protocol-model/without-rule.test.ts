import { expect, test } from '@jest/globals'
import { MODES } from './modes.ts'
import { scenarioOf } from './scenario.ts'
import { simulate } from './simulation.ts'
import { WITHOUT_CONTENT } from './without-content-rule.ts'
import { WITHOUT, type WithoutRule } from './without-rule.ts'

const MOST_SEEDS = 300
/** The rules of content are found to be missing by who deletes; the others sooner without. */
const NOTHING_DELETED = { deletions: 0, collections: 0, backups: 0, copies: 0, namings: 0, days: 1 }
const WITHOUT_ONE = [
  ...WITHOUT.map((one) => ({ ...one, tuned: { ...NOTHING_DELETED, ...one.tuned } })),
  ...WITHOUT_CONTENT,
]

/** The first seed with which the model finds that a rule is missing. */
async function caughtBy({
  mode: name,
  tuned,
  rules,
  from = 1,
  problem,
}: WithoutRule): Promise<number | undefined> {
  const mode = MODES.find((one) => one.name === name)
  if (mode === undefined) throw new RangeError(`no mode ${name}`)
  for (let seed = from; seed <= MOST_SEEDS; seed += 1) {
    const { problems } = await simulate({ ...scenarioOf(seed, mode), ...tuned }, rules)
    if (problem === undefined ? problems.size > 0 : problems.has(problem)) return seed
  }
  return undefined
}

test.each(WITHOUT_ONE.map((one) => [one.rule, one] as const))(
  'is found to be missing: %s',
  async (_, without) => {
    expect(await caughtBy(without)).toBeLessThanOrEqual(MOST_SEEDS)
  },
  120_000,
)
