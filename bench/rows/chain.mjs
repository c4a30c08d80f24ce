import { withSubject } from '../subjects/subject.mjs'
import { CHAIN_SYSTEMS, forBoth } from './systems.mjs'

/** Jobs of chains that are published at once. */
export function chain({ small }) {
  const chains = small ? 40 : 200
  return {
    name: 'chain',
    title: `${chains} chains of three jobs at once, 4 jobs at a time, after ${chains} others (_first_): jobs a second.`,
    unit: 'jobs/s',
    subjects: CHAIN_SYSTEMS,
    goals: [
      ...forBoth((of) => ({ of, atLeast: 1, against: { subject: 'bare Node' } })),
      ...forBoth((of) => ({ of, atLeast: 0.75, against: { subject: 'posix_spawn' } })),
      ...forBoth((of) => ({
        of,
        field: 'of it servers',
        atMost: 0.5,
        minus: { subject: 'posix_spawn', field: 'CPU ms/job' },
      })),
    ],
    measure: (system, place) =>
      withSubject(system, place, async (subject) => {
        const first = await subject.ask('throughput', { chains })
        const { jobs, seconds, cpuMs, serverCpuMs } = await subject.ask('throughput', { chains })
        return {
          value: jobs / seconds,
          first: first.jobs / first.seconds,
          'CPU ms/job': cpuMs / jobs,
          'of it servers': serverCpuMs / jobs,
        }
      }),
  }
}
