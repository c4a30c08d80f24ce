import { withSubject } from '../subjects/subject.mjs'

const CHAINS = 200
const MIB = 500
const slots = 4

/** What else is in the process must not slow its jobs: Node copies the page tables of the whole process for each child. */
export const ballast = {
  name: 'ballast',
  title: `as chain, without and with ${MIB} MiB more in the process that starts the jobs: jobs a second`,
  unit: 'jobs/s',
  subjects: [
    { name: 'Iteron', file: 'iteron.mjs', parameters: { slots } },
    { name: `Iteron + ${MIB} MiB`, file: 'iteron.mjs', parameters: { slots, ballastMib: MIB } },
    { name: 'bare Node', file: 'bare-node.mjs', parameters: { slots } },
    { name: `bare Node + ${MIB} MiB`, file: 'bare-node.mjs', parameters: { slots, ballastMib: MIB } },
  ],
  measure: (system, place) =>
    withSubject(system, place, async (subject) => {
      const { jobs, seconds, cpuMs } = await subject.ask('throughput', { chains: CHAINS })
      return { value: jobs / seconds, 'CPU ms/job': cpuMs / jobs }
    }),
}
