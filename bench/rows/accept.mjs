import { withSubject } from '../subjects/subject.mjs'
import { CHAIN_SYSTEMS } from './systems.mjs'

const EVENTS = 50_000

/** Intake alone: what is accepted survives the power failure that comes next, where the system promises that. */
export const accept = {
  name: 'accept',
  title: `${EVENTS} events (jobs) that nobody takes, in batches of 500, 8 calls at a time: accepted a second`,
  unit: 'events/s',
  subjects: CHAIN_SYSTEMS.filter(({ queue }) => queue),
  measure: (system, place) =>
    withSubject(system, place, async (subject) => {
      const { jobs, seconds, cpuMs, serverCpuMs } = await subject.ask('accept', { events: EVENTS })
      return { value: jobs / seconds, 'CPU ms/event': cpuMs / jobs, 'of it servers': serverCpuMs / jobs }
    }),
}
