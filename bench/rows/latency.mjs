import { quantile } from '../measure/statistics.mjs'
import { withSubject } from '../subjects/subject.mjs'
import { CHAIN_SYSTEMS, forBoth } from './systems.mjs'

/** A chain on an idle system. */
export function latency({ small }) {
  const chains = small ? 20 : 100
  const before = small ? 20 : 200
  return {
    name: 'latency',
    title: `One chain at a time, from the call that publishes to the last job recorded: ms, ${chains} of them, after ${before} others at once.`,
    unit: 'ms',
    valueName: 'p50 ms',
    subjects: CHAIN_SYSTEMS.filter(({ name }) => name !== 'posix_spawn'),
    goals: [
      ...forBoth((of) => ({ of, atMost: 1.5, against: { subject: 'bare Node' } })),
      ...forBoth((of) => ({ of, field: 'p99 ms', atMost: 2, against: { subject: of } })),
    ],
    measure: (system, place) =>
      withSubject(system, place, async (subject) => {
        await subject.ask('throughput', { chains: before })
        const times = await subject.ask('latency', { chains })
        return { value: quantile(times, 0.5), 'p99 ms': quantile(times, 0.99) }
      }),
  }
}
