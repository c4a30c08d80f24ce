import { quantile } from '../measure/statistics.mjs'
import { withSubject } from '../subjects/subject.mjs'
import { CHAIN_SYSTEMS } from './systems.mjs'

const CHAINS = 100

/** A chain on an idle system. */
export const latency = {
  name: 'latency',
  title: `one chain at a time, from the call that publishes to the last job recorded: ms, median of ${CHAINS}`,
  unit: 'ms',
  subjects: CHAIN_SYSTEMS.filter(({ name }) => name !== 'posix_spawn'),
  measure: (system, place) =>
    withSubject(system, place, async (subject) => {
      const times = await subject.ask('latency', { chains: CHAINS })
      return { value: quantile(times, 0.5), p99: quantile(times, 0.99) }
    }),
}
