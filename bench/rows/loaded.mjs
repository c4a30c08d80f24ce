import { quantile } from '../measure/statistics.mjs'
import { withSubject } from '../subjects/subject.mjs'
import { CHAIN_SYSTEMS, forBoth } from './systems.mjs'

const SHARE = 0.5
const NAMES = new Set(['bare Node', 'Iteron, power', 'Iteron, process', 'BullMQ'])

/** A chain on a system that is half as busy as it can be. */
export function loaded({ small }) {
  const [seconds, chains] = small ? [2, 40] : [10, 200]
  return {
    name: 'loaded',
    title: `Chains that begin evenly for ${seconds} s, half as many as the system just did at its peak: ms from when each was due to its last job recorded. Idle: 50 of them one at a time, before.`,
    unit: 'ms',
    valueName: 'p50 ms',
    subjects: CHAIN_SYSTEMS.filter(({ name }) => NAMES.has(name)),
    goals: [
      ...forBoth((of) => ({ of, atMost: 2, against: { subject: of, field: 'idle p50 ms' } })),
      ...forBoth((of) => ({ of, field: 'p99 ms', atMost: 3, against: { subject: of } })),
    ],
    measure: (system, place) =>
      withSubject(system, place, async (subject) => {
        const { idle, times, jobsPerSecond } = await subject.ask('underLoad', {
          share: SHARE,
          seconds,
          chains,
        })
        return {
          value: quantile(times, 0.5),
          'p99 ms': quantile(times, 0.99),
          'p99.9 ms': quantile(times, 0.999),
          'idle p50 ms': quantile(idle, 0.5),
          'jobs/s': jobsPerSecond,
        }
      }),
  }
}
