// Iteron: chains of three modules, each `cp` in a process of its own, with staging, commit, digests, lineage and metadata.
import { serveChains } from './chains.mjs'
import { PAYLOAD } from './bulks.mjs'
import { createChain, firstEvent, uploadInputs } from './chain-modules.mjs'
import { Endings } from './endings.mjs'
import { lastEnd, publishMany, untilThereAre } from './iteron-jobs.mjs'
import { IteronServer } from './iteron-server.mjs'

const NOOP = 'noop.wanted'
const DATA = JSON.stringify(PAYLOAD)
const server = new IteronServer()
const endings = new Endings()
const inputs = new Map()
let noops = 0

serveChains({
  async prepare({ folder, slots, durability = 'power', ballastMib }) {
    const settings = { slots, durability, executors: { local: 'process:', none: 'memory:' } }
    await server.start(folder, settings, ballastMib)
    await createChain(server, folder)
    await server.module({ name: 'noop', subscribes: [NOOP], command: ['true'], executor: 'none' })
    void watch({ module: 'stage-2' }, (job) => endings.ended(job.correlationId))
  },
  async before(ids) {
    for (const [id, artifact] of await uploadInputs(server, ids)) inputs.set(id, artifact)
  },
  publish: (ids) => publishMany(server, ids.length, (n) => firstEvent(ids[n], inputs.get(ids[n]))),
  finished: (id) => endings.of(id),
  pids: () => [server.pid],
  /** Nobody watches each job: when they ended is read from their records. */
  async noop(count) {
    await publishMany(server, count, () => ({ type: NOOP }))
    noops += count
    await untilThereAre(server, { succeeded: noops }, 'noop')
    return await lastEnd(server, 'noop')
  },
  accept: (count) => publishMany(server, count, () => ({ type: 'nobody.wants', dataJson: DATA })),
  stop: () => server.stop(),
})

/** Tells of each job of a module that has ended; any but a success is the end of the measurement. */
async function watch(choice, ended) {
  for await (const { job } of server.stream('jobs', 'WatchJobs', { ...choice, skipFinal: true })) {
    if (job.state === 'succeeded') ended(job)
    else if (['failed', 'cancelled', 'discarded'].includes(job.state))
      throw new Error(`the job ${job.id} is ${job.state}: ${job.reason}`)
  }
}
