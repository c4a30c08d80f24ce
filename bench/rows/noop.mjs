import { withSubject } from '../subjects/subject.mjs'
import { CHAIN_SYSTEMS } from './systems.mjs'

const JOBS = 10_000

/** The engine without processes. */
export const noop = {
  name: 'noop',
  title: `${JOBS} empty jobs, published and worked through: jobs a second`,
  unit: 'jobs/s',
  subjects: CHAIN_SYSTEMS.filter(({ queue }) => queue).map((system) => ({
    ...system,
    parameters: { ...system.parameters, slots: 64 },
  })),
  measure: (system, place) =>
    withSubject(system, place, async (subject) => {
      const { jobs, seconds, cpuMs, serverCpuMs } = await subject.ask('noop', { jobs: JOBS })
      return { value: jobs / seconds, 'CPU ms/job': cpuMs / jobs, 'of it servers': serverCpuMs / jobs }
    }),
}
