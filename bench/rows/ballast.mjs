import { withSubject } from '../subjects/subject.mjs'

const MIB = 500
const slots = 4

/** What else is in the process must not slow its jobs: Node copies the page tables of the whole process for each child. */
export function ballast({ small }) {
  const chains = small ? 40 : 200
  return {
    name: 'ballast',
    title: `As chain, without and with ${MIB} MiB more in the process that starts the jobs: jobs a second.`,
    unit: 'jobs/s',
    subjects: [
      { name: 'Iteron', file: 'iteron.mjs', parameters: { slots } },
      { name: `Iteron + ${MIB} MiB`, file: 'iteron.mjs', parameters: { slots, ballastMib: MIB } },
      { name: 'bare Node', file: 'bare-node.mjs', parameters: { slots } },
      { name: `bare Node + ${MIB} MiB`, file: 'bare-node.mjs', parameters: { slots, ballastMib: MIB } },
    ],
    goals: [{ of: `Iteron + ${MIB} MiB`, atLeast: 0.8, against: { subject: 'Iteron' } }],
    measure: (system, place) =>
      withSubject(system, place, async (subject) => {
        await subject.ask('throughput', { chains })
        const { jobs, seconds, cpuMs } = await subject.ask('throughput', { chains })
        return { value: jobs / seconds, 'CPU ms/job': cpuMs / jobs }
      }),
  }
}
