import { withSubject } from '../subjects/subject.mjs'
import { CHAIN_SYSTEMS } from './systems.mjs'

const CHAINS = 200

/** Jobs of chains that are published at once. */
export const chain = {
  name: 'chain',
  title: `${CHAINS} chains of three jobs, 4 jobs at a time: jobs a second`,
  unit: 'jobs/s',
  subjects: CHAIN_SYSTEMS,
  measure: (system, place) =>
    withSubject(system, place, async (subject) => {
      const { jobs, seconds, cpuMs, serverCpuMs } = await subject.ask('throughput', { chains: CHAINS })
      return { value: jobs / seconds, 'CPU ms/job': cpuMs / jobs, 'of it servers': serverCpuMs / jobs }
    }),
}
