// `kill -9` of a server that is at work, and its restart on the same folder.
import { setTimeout as pause } from 'node:timers/promises'
import { createChain, firstEvent, TYPES, uploadInputs } from './chain-modules.mjs'
import { jobsIn, publishMany, statistics, untilThereAre } from './iteron-jobs.mjs'
import { IteronServer } from './iteron-server.mjs'
import { serve } from './serve.mjs'

const LOOK_MS = 10
/** What isn't done by then is lost. */
const DONE_MS = 60_000
const server = new IteronServer()
let parameters

serve({
  async prepare(all) {
    parameters = all
    await server.start(all.folder, { slots: 4, executors: { local: 'process:', none: 'memory:' } })
    await createChain(server, all.folder)
    await server.module({ name: 'parked', subscribes: ['parked'], command: ['true'], executor: 'none' })
    await server.call('modules', 'PauseModule', { module: 'parked' })
    await publishMany(server, all.queued, () => ({ type: 'parked' }))
    await untilThereAre(server, { queued: all.queued })
  },
  async recover() {
    const jobs = parameters.chains * TYPES.length
    await begin()
    const doneBefore = await untilDone(jobs / 3)
    await server.kill()
    const from = Date.now()
    await server.startAgain()
    const { readyMs } = server
    await untilDone(jobs)
    return { readyMs, doneBefore, firstJobMs: (await firstEndSince(from)) - from, ...(await account(jobs)) }
  },
  stop: () => server.stop(),
})

/** All chains at once. */
async function begin() {
  const ids = Array.from({ length: parameters.chains }, (_, n) => `c${n}`)
  const inputs = await uploadInputs(server, ids)
  await publishMany(server, ids.length, (n) => firstEvent(ids[n], inputs.get(ids[n])))
}

/** How many jobs have succeeded, as soon as there are so many, or when time is up. */
async function untilDone(count) {
  const end = performance.now() + DONE_MS
  for (;;) {
    const { succeeded = 0 } = (await statistics(server)).jobsByState
    if (succeeded >= count || performance.now() > end) return succeeded
    await pause(LOOK_MS)
  }
}

async function firstEndSince(from) {
  let first = Infinity
  for (const stage of TYPES.keys())
    for await (const { endedAtMs } of jobsIn(server, { module: `stage-${stage}` }))
      if (endedAtMs >= from) first = Math.min(first, endedAtMs)
  return first
}

/** What is there too little or too much: each chain has an uploaded artifact, and of each stage an event, a job and an artifact. */
async function account(jobs) {
  const { queued, chains } = parameters
  const { jobsByState, events, artifacts } = await statistics(server)
  const all = Object.values(jobsByState).reduce((sum, count) => sum + count, 0)
  const differences = [
    (jobsByState.succeeded ?? 0) - jobs,
    all - (jobs + queued),
    events - (jobs + queued),
    artifacts - (jobs + chains),
  ]
  const total = (sign) => differences.reduce((sum, one) => sum + Math.max(0, sign * one), 0)
  return { lost: total(-1), twice: total(1) }
}
