import { setTimeout as pause } from 'node:timers/promises'
import { cpuMs, memoryMib } from '../measure/processes.mjs'
import { withSubject } from '../subjects/subject.mjs'

const slots = 4
const SETTLE_MS = 60_000
const WINDOW_MS = 60_000

/** With its three modules and ten chains behind it, a minute later, for a minute. */
export const idle = {
  name: 'idle',
  title: `everything that runs, idle ${SETTLE_MS / 1000} s after its last job: MiB resident`,
  unit: 'MiB',
  repetitions: 2,
  subjects: [
    { name: 'Iteron', file: 'iteron.mjs', parameters: { slots }, ownOnly: true },
    { name: 'BullMQ + Redis', file: 'bullmq.mjs', parameters: { slots }, needs: 'redis' },
  ],
  measure: ({ ownOnly, ...system }, place) =>
    withSubject(system, place, async (subject) => {
      // the process that publishes is no part of Iteron, but BullMQ's worker itself
      const { pid, servers } = await subject.ask('pids')
      const pids = ownOnly === true ? servers : [pid, ...servers]
      await pause(SETTLE_MS)
      const before = cpuMs(pids)
      await pause(WINDOW_MS)
      const { resident, proportional } = memoryMib(pids)
      const core = ((cpuMs(pids) - before) / WINDOW_MS) * 100
      return { value: resident, proportional, '% of a core': core }
    }),
}
