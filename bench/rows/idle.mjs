import { setTimeout as pause } from 'node:timers/promises'
import { cpuMs, memoryMb } from '../measure/processes.mjs'
import { withSubject } from '../subjects/subject.mjs'

const slots = 4

/** With its three modules and ten chains behind it. */
export function idle({ small }) {
  const [settleMs, windowMs] = small ? [2000, 1000] : [30_000, 30_000]
  return {
    name: 'idle',
    title: `Everything that runs, idle ${settleMs / 1000} s after its last job, for ${windowMs / 1000} s: MB resident (proportional: shared pages are counted once).`,
    unit: 'MB',
    mostRepetitions: small ? 1 : 2,
    subjects: [
      { name: 'bare Node', file: 'bare-node.mjs', parameters: { slots } },
      { name: 'Iteron', file: 'iteron.mjs', parameters: { slots }, ownOnly: true },
      { name: 'BullMQ + Redis', file: 'bullmq.mjs', parameters: { slots }, needs: 'redis' },
    ],
    goals: [
      { of: 'Iteron', atMost: 110 },
      { of: 'Iteron', field: '% of a core', atMost: 0.3 },
    ],
    measure: ({ ownOnly, ...system }, place) =>
      withSubject(system, place, async (subject) => {
        // the process that publishes is no part of Iteron, but BullMQ's worker itself
        const { pid, servers } = await subject.ask('pids')
        const pids = ownOnly === true ? servers : [pid, ...servers]
        await pause(settleMs)
        const before = cpuMs(pids)
        await pause(windowMs)
        const { resident, proportional } = memoryMb(pids)
        const core = ((cpuMs(pids) - before) / windowMs) * 100
        return { value: resident, proportional, '% of a core': core }
      }),
  }
}
