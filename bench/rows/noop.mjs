import { short } from '../report/numbers.mjs'
import { withSubject } from '../subjects/subject.mjs'
import { forBoth, QUEUES } from './systems.mjs'

/** The engine without processes. */
export function noop({ small }) {
  const jobs = small ? 2000 : 10_000
  return {
    name: 'noop',
    title: `${short(jobs)} empty jobs, published and worked through, after as many others (_first_): jobs a second.`,
    unit: 'jobs/s',
    subjects: QUEUES.map((system) => ({ ...system, parameters: { ...system.parameters, slots: 64 } })),
    goals: forBoth((of) => ({ of, atLeast: 10_000 })),
    measure: (system, place) =>
      withSubject(system, place, async (subject) => {
        const first = await subject.ask('noop', { jobs })
        const { seconds, cpuMs, serverCpuMs } = await subject.ask('noop', { jobs })
        return {
          value: jobs / seconds,
          first: jobs / first.seconds,
          'CPU ms/job': cpuMs / jobs,
          'of it servers': serverCpuMs / jobs,
        }
      }),
  }
}
