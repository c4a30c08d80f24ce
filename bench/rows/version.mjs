import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { quantile } from '../measure/statistics.mjs'

const PROGRAM = fileURLToPath(new URL('../../bin/iteron.js', import.meta.url))
const TIMES = 20

/** What every command pays before it does anything. */
export const version = {
  name: 'version',
  title: `a command that only answers, from its start to its end: ms, median of ${TIMES}`,
  unit: 'ms',
  subjects: [
    { name: 'node -e 0', arguments: ['-e', '0'] },
    { name: 'iteron version', arguments: [PROGRAM, 'version'] },
  ],
  measure: ({ arguments: all }) => {
    const times = Array.from({ length: TIMES }, () => {
      const from = performance.now()
      const { status } = spawnSync(process.execPath, all, { stdio: 'ignore' })
      if (status !== 0) throw new Error(`${all.join(' ')} ended with ${status}`)
      return performance.now() - from
    })
    return { value: quantile(times, 0.5) }
  },
}
