import { withSubject } from '../subjects/subject.mjs'
import { IN_WORKSPACE, POWER } from './systems.mjs'

const MOST_PERCENT = 10

/** Iteron's own use, whose modules have real work to do. */
export function demo({ small }) {
  return {
    name: 'demo',
    title:
      "`npm run demo`, image classifiers over a batch of photographs: CPU time of the server's own process, in % of that and of all modules'.",
    unit: '%',
    mostRepetitions: 1,
    // half a minute of classifiers, and packages to be fetched
    subjects: small
      ? []
      : [{ name: 'Iteron', file: 'demo.mjs', parameters: {}, durability: POWER, isolation: IN_WORKSPACE }],
    goals: [{ of: 'Iteron', atMost: MOST_PERCENT }],
    measure: (system, place) =>
      withSubject(system, place, async (subject) => {
        const { missing, ownMs, allMs, seconds } = await subject.ask('share')
        if (missing !== undefined) return { missing }
        return {
          value: (ownMs / allMs) * 100,
          'engine CPU s': ownMs / 1000,
          'modules CPU s': (allMs - ownMs) / 1000,
          'whole demo s': seconds,
        }
      }),
  }
}
