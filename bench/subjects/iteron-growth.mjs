// What an Iteron server does with more of everything. Each action returns a measurement, as rows do.
import { fanOut } from './growth/fan-out.mjs'
import { join } from './growth/join.mjs'
import { modules } from './growth/modules.mjs'
import { queue } from './growth/queue.mjs'
import { trace } from './growth/trace.mjs'
import { IteronServer } from './iteron-server.mjs'
import { serve } from './serve.mjs'

const server = new IteronServer()
const on = (work) => (parameters) => work(server, parameters)

serve({
  prepare: ({ folder }) =>
    server.start(folder, { slots: 64, executors: { local: 'process:', none: 'memory:' } }),
  queue: on(queue),
  modules: on(modules),
  'fan-out': on(fanOut),
  join: on(join),
  trace: on(trace),
  stop: () => server.stop(),
})
