// From `iteron up` on an empty folder to the end of a job, as a client sees it that was there before.
import { join } from 'node:path'
import { serve } from './serve.mjs'
import { IteronServer } from './iteron-server.mjs'

const server = new IteronServer()
let folder

serve({
  prepare(parameters) {
    folder = parameters.folder
  },
  async firstJob() {
    const from = performance.now()
    await server.start(join(folder, 'first'))
    await server.module({ name: 'first', subscribes: ['first'], command: ['/bin/true'] })
    const { events } = await server.call('events', 'PublishEvents', { events: [{ type: 'first' }] })
    for await (const { outcome } of server.stream('events', 'WaitEvent', { event: events[0].key }))
      if (outcome?.verdict === 'succeeded') return { ms: performance.now() - from, readyMs: server.readyMs }
    throw new Error('the first job did not succeed')
  },
  stop: () => server.stop(),
})
