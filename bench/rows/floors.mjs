import { withSubject } from '../subjects/subject.mjs'

const POWER = 'a power failure'

/** What the disk and SQLite give to anyone here: no system that keeps its promise writes more often than this. */
export function floors({ small }) {
  const seconds = small ? 0.3 : 1
  const file = 'disk.mjs'
  return {
    name: 'floors',
    title: `Durable writes one after the other, for ${seconds} s: a second. SQLite with Iteron's driver and settings (WAL, \`synchronous=FULL\`), rows of some 300 bytes.`,
    unit: 'writes/s',
    subjects: [
      { name: 'append of 512 bytes + fsync', file, parameters: { kind: 'fsync' }, durability: POWER },
      { name: 'SQLite, a row a commit', file, parameters: { kind: 'sqlite', batch: 1 }, durability: POWER },
      {
        name: 'SQLite, 50 rows a commit',
        file,
        parameters: { kind: 'sqlite', batch: 50 },
        durability: POWER,
      },
    ],
    measure: (system, place) =>
      withSubject(system, place, async (subject) => {
        const { commits, rows, seconds: took } = await subject.ask('write', { seconds })
        return { value: commits / took, 'rows/s': rows / took }
      }),
  }
}
