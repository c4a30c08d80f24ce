import { withSubject } from '../subjects/subject.mjs'
import { DURABILITIES, POWER, PROCESS_END } from './systems.mjs'

const FLOOR = 'cp + sha256sum'
const SYNCED = 'cp + sync + sha256sum'
/** Of what staging adds to the server, whatever the size of the file. */
const MOST_MB = 96
const PART = 0.9

/** One large file. */
export function staging({ small }) {
  const mib = small ? 64 : 1024
  return {
    name: 'staging',
    title: `One file of ${mib} MiB into a job (a verified copy) and out of it (checked, digested, stored), from memory (warm) and from the disk (cold): MiB a second by the job's own ledger, stages prepare and commit; beside \`cp --reflink=never\`, then \`sha256sum\` of the copy.`,
    leavesLargeFiles: true,
    unit: 'MiB/s',
    valueName: 'in, warm',
    subjects: [
      { name: FLOOR, file: 'copy-and-digest.mjs', parameters: { mib, sync: false }, durability: 'nothing' },
      {
        name: SYNCED,
        file: 'copy-and-digest.mjs',
        parameters: { mib, sync: true },
        durability: 'a power failure',
      },
      ...DURABILITIES.map((durability) => ({
        name: `Iteron, ${durability}`,
        file: 'iteron-staging.mjs',
        parameters: { mib, durability },
        durability: durability === 'power' ? POWER : PROCESS_END,
      })),
    ],
    goals: goalsOf(),
    measure: (system, place) =>
      withSubject(system, place, async (subject) => {
        const { inWarm, inCold, outWarm, outCold, peakMb, addedMb } = await subject.ask('large')
        const rate = (ms) => (ms === undefined ? undefined : mib / (ms / 1000))
        return {
          value: rate(inWarm),
          'in, cold': rate(inCold),
          'out, warm': rate(outWarm),
          'out, cold': rate(outCold),
          'peak MB': peakMb,
          'added MB': addedMb,
        }
      }),
  }
}

/** What goes into a workspace is synced by nobody; what comes out is, with `power`. */
function goalsOf() {
  return DURABILITIES.flatMap((durability) => {
    const of = `Iteron, ${durability}`
    const out = durability === 'power' ? SYNCED : FLOOR
    return [
      { of, atLeast: PART, against: { subject: FLOOR } },
      { of, field: 'in, cold', atLeast: PART, against: { subject: FLOOR, field: 'in, cold' } },
      { of, field: 'out, warm', atLeast: PART, against: { subject: out, field: 'out, warm' } },
      { of, field: 'out, cold', atLeast: PART, against: { subject: out, field: 'out, cold' } },
      { of, field: 'added MB', atMost: MOST_MB },
    ]
  })
}
