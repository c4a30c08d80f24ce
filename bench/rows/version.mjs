import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { quantile } from '../measure/statistics.mjs'

const PROGRAM = fileURLToPath(new URL('../../bin/iteron.js', import.meta.url))

/** What every command pays before it does anything. */
export function version({ small }) {
  const times = small ? 5 : 20
  return {
    name: 'version',
    title: `A command that only answers, from its start to its end: ms, median of ${times}.`,
    unit: 'ms',
    subjects: [
      { name: 'node -e 0', arguments: ['-e', '0'] },
      { name: 'iteron version', arguments: [PROGRAM, 'version'] },
    ],
    goals: [{ of: 'iteron version', atMost: 1.8, against: { subject: 'node -e 0' } }],
    measure: ({ arguments: all }) => ({
      value: quantile(
        Array.from({ length: times }, () => run(all)),
        0.5,
      ),
    }),
  }
}

function run(all) {
  const from = performance.now()
  const { status } = spawnSync(process.execPath, all, { stdio: 'ignore' })
  if (status !== 0) throw new Error(`${all.join(' ')} ended with ${status}`)
  return performance.now() - from
}
