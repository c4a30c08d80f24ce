// What every program on Node pays: a process that does nothing.
import { spawnSync } from 'node:child_process'
import { serve } from './serve.mjs'

serve({
  prepare: () => undefined,
  firstJob() {
    const from = performance.now()
    const { status } = spawnSync(process.execPath, ['-e', '0'], { stdio: 'ignore' })
    if (status !== 0) throw new Error(`node -e 0 ended with ${status}`)
    return { ms: performance.now() - from }
  },
  stop: () => undefined,
})
