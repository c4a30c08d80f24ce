// Lists of jobs in a large store.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeCursor } from '../../dist/core/model/cursor.js'
import { jobOf } from './iteron-jobs.mjs'
import { dataIn, IteronServer } from './iteron-server.mjs'
import { fillStore, traceOf } from './job-store.mjs'
import { serve } from './serve.mjs'

/** From the one with most jobs to the one with fewest. */
const MODULES = ['most', 'many', 'some', 'few', 'rare']
const HOUR_MS = 3600 * 1000
const WARM_UP = 5
/** Calls of one kind end after this long. */
const KIND_MS = 20_000
const server = new IteronServer()
let parameters
let store

serve({
  async prepare(all) {
    parameters = all
    await server.start(all.folder, { executors: { local: 'process:', none: 'memory:' } })
    for (const name of MODULES) {
      await server.module({ name, subscribes: [name], command: ['true'], executor: 'none' })
      await jobOf(server, { type: name }, name)
    }
    await server.stop()
  },
  async lists({ calls }) {
    const { folder, rows } = parameters
    const from = performance.now()
    store = await fillStore(dataIn(folder), MODULES, rows)
    const makingS = (performance.now() - from) / 1000
    await server.startAgain()
    const { size } = await stat(join(dataIn(folder), 'iteron.db'))
    const lists = await measured(kinds(rows), calls, (request) => server.call('jobs', 'ListJobs', request))
    const others = await measured(OTHERS, calls, (method) => server.call('server', method, {}))
    return { makingS, databaseMb: size / 1e6, lists, others }
  },
  stop: () => server.stop(),
})

const OTHERS = { 'numbers (GetStatistics)': () => 'GetStatistics', 'status (GetStatus)': () => 'GetStatus' }

/** Requests of each kind; those that name a place in the list name another one each time. */
function kinds(rows) {
  const any = () => Math.floor(Math.random() * rows)
  const deep = () => ({ pageToken: tokenAt(any()) })
  const newest = (hours) => ({ sinceMs: store.to - hours * HOUR_MS })
  return {
    'first page': () => ({}),
    'any page': deep,
    'one state (failed, 2 %)': () => ({ states: ['failed'] }),
    'one state, any page': () => ({ states: ['failed'], ...deep() }),
    'rare state (waiting, 0.005 %)': () => ({ states: ['waiting'] }),
    'two states': () => ({ states: ['failed', 'cancelled'] }),
    'one module (60 %)': () => ({ module: 'most' }),
    'one module, any page': () => ({ module: 'most', ...deep() }),
    'rare module (0.1 %)': () => ({ module: 'rare' }),
    'module and state': () => ({ module: 'some', states: ['failed'] }),
    'rare module and state': () => ({ module: 'rare', states: ['cancelled'] }),
    'type (10 %)': () => ({ type: 'some' }),
    'rare type (0.1 %)': () => ({ type: 'rare' }),
    'last hour': () => newest(1),
    'last hour, failed': () => ({ ...newest(1), states: ['failed'] }),
    'last 30 days, rare state': () => ({ ...newest(720), states: ['waiting'] }),
    'one trace': () => ({ correlationId: traceOf(any()) }),
  }
}

/** The token with which a page ended at the n-th job. */
function tokenAt(n) {
  const { createdAt, id } = store.job(n)
  return encodeCursor({ field: 'createdAt', descending: true }, { value: createdAt, id })
}

/** For each kind how long each of its calls took, milliseconds. */
async function measured(all, calls, call) {
  const lists = []
  for (const [name, requestOf] of Object.entries(all)) {
    for (let n = 0; n < WARM_UP; n += 1) await call(requestOf())
    const times = []
    const end = performance.now() + KIND_MS
    while (times.length < calls && performance.now() < end) {
      const request = requestOf()
      const from = performance.now()
      await call(request)
      times.push(performance.now() - from)
    }
    lists.push([name, times])
  }
  return lists
}
