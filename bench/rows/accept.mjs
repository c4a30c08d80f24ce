import { short } from '../report/numbers.mjs'
import { withSubject } from '../subjects/subject.mjs'
import { forBoth, QUEUES } from './systems.mjs'

/** Intake alone: what is accepted survives the power failure that comes next, where the system promises that. */
export function accept({ small }) {
  const events = small ? 10_000 : 50_000
  return {
    name: 'accept',
    title: `${short(events)} events (jobs) of some 200 bytes that nobody takes, in batches of 500, 8 calls at a time: accepted a second.`,
    unit: 'events/s',
    subjects: QUEUES.map((system) => ({ ...system, isolation: '' })),
    goals: forBoth((of) => ({ of, atLeast: 20_000 })),
    measure: (system, place) =>
      withSubject(system, place, async (subject) => {
        const { seconds, cpuMs, serverCpuMs } = await subject.ask('accept', { events })
        return {
          value: events / seconds,
          'CPU ms/event': cpuMs / events,
          'of it servers': serverCpuMs / events,
        }
      }),
  }
}
