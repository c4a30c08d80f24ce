import { short } from '../report/numbers.mjs'
import { withSubject } from '../subjects/subject.mjs'
import { DURABILITIES, POWER, PROCESS_END } from './systems.mjs'

const FLOOR = 'bare Node, read + write'
const SYNCED = 'bare Node, read + write + fsync'
const PART = 0.5

/** Many small files. */
export function stagingSmall({ small }) {
  const files = small ? 1000 : 10_000
  return {
    name: 'staging-small',
    group: 'staging',
    title: `${short(files)} files of 1 KiB into a job and out of it, from memory: files a second by the job's own ledger; beside \`readFileSync\` + \`writeFileSync\`. Records: how long the job's records took after its files were stored.`,
    unit: 'files/s',
    valueName: 'in',
    subjects: [
      { name: FLOOR, file: 'read-and-write.mjs', parameters: { files, sync: false }, durability: 'nothing' },
      {
        name: SYNCED,
        file: 'read-and-write.mjs',
        parameters: { files, sync: true },
        durability: 'a power failure',
      },
      ...DURABILITIES.map((durability) => ({
        name: `Iteron, ${durability}`,
        file: 'iteron-staging.mjs',
        parameters: { files, durability },
        durability: durability === 'power' ? POWER : PROCESS_END,
      })),
    ],
    goals: [
      { of: 'Iteron, process', atLeast: PART, against: { subject: FLOOR } },
      { of: 'Iteron, process', field: 'out', atLeast: PART, against: { subject: FLOOR, field: 'out' } },
      { of: 'Iteron, power', atLeast: PART, against: { subject: FLOOR } },
      { of: 'Iteron, power', field: 'out', atLeast: PART, against: { subject: SYNCED, field: 'out' } },
    ],
    measure: (system, place) =>
      withSubject(system, place, async (subject) => {
        const { inMs, outMs, recordsMs, peakMb } = await subject.ask('many')
        const rate = (ms) => (ms === undefined ? undefined : files / (ms / 1000))
        return { value: rate(inMs), out: rate(outMs), 'records ms': recordsMs, 'peak MB': peakMb }
      }),
  }
}
