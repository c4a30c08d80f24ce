// From the start of a worker, beside a Redis that runs, to the end of a job that it adds itself.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { serve } from './serve.mjs'

const WORKER = fileURLToPath(new URL('first-job-bullmq-worker.mjs', import.meta.url))
let port

serve({
  prepare(parameters) {
    port = parameters.port
  },
  async firstJob() {
    const from = performance.now()
    const worker = fork(WORKER, [String(port)])
    await once(worker, 'message')
    const ms = performance.now() - from
    worker.disconnect()
    await once(worker, 'exit')
    return { ms }
  },
  stop: () => undefined,
})
