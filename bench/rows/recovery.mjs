import { short } from '../report/numbers.mjs'
import { withSubject } from '../subjects/subject.mjs'
import { IN_WORKSPACE, POWER } from './systems.mjs'

const FIRST_JOB_MS = 1000

/** `kill -9` in the middle of chains. */
export function recovery({ small }) {
  const [chains, queued] = small ? [40, 1000] : [300, 20_000]
  const subject = (name, more) => ({
    name,
    file: 'iteron-recovery.mjs',
    parameters: { chains, queued: more },
    durability: POWER,
    isolation: IN_WORKSPACE,
  })
  const subjects = [subject('Iteron', 0), subject(`Iteron, ${short(queued)} more jobs queued`, queued)]
  return {
    name: 'recovery',
    title: `kill -9 of the server when a third of ${chains} chains is done and 4 jobs run, and its restart: ms from there to the first job that ends, and until it is ready. Lost and twice: jobs, events and artifacts too few and too many at the end.`,
    unit: 'ms',
    valueName: 'first job ms',
    subjects,
    goals: subjects.flatMap(({ name: of }) => [
      { of, atMost: FIRST_JOB_MS },
      { of, field: 'lost', atMost: 0 },
      { of, field: 'twice', atMost: 0 },
    ]),
    measure: (system, place) =>
      withSubject(system, place, async (subject) => {
        const { firstJobMs, readyMs, lost, twice, doneBefore } = await subject.ask('recover')
        return { value: firstJobMs, 'ready ms': readyMs, lost, twice, 'jobs done before': doneBefore }
      }),
  }
}
