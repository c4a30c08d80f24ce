// Iteron: chains of three modules, each `cp` in a process of its own, with staging, commit, digests, lineage and metadata.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serveChains } from './chains.mjs'
import { inBulks, PAYLOAD } from './bulks.mjs'
import { Countdown } from './countdown.mjs'
import { Endings } from './endings.mjs'
import { IteronServer } from './iteron-server.mjs'

const TYPES = ['chain.a', 'chain.b', 'chain.c']
const NOOP = 'noop.wanted'
const DATA = JSON.stringify(PAYLOAD)
const server = new IteronServer()
const endings = new Endings()
const inputs = new Map()
const noops = new Countdown()

serveChains({
  async prepare({ folder, slots, durability = 'power', ballastMib }) {
    const settings = { slots, durability, executors: { local: 'process:', none: 'memory:' } }
    await server.start(folder, settings, ballastMib)
    for (const [stage, type] of TYPES.entries()) await server.module(await copier(folder, stage, type))
    await server.module({ name: 'noop', subscribes: [NOOP], command: ['true'], executor: 'none' })
    void watch({ module: 'stage-2' }, (job) => endings.ended(job.correlationId))
    void watch({ module: 'noop' }, () => noops.ended())
  },
  /** Each chain has a content of its own: nothing of another is taken for it. */
  async before(ids) {
    for (const id of ids) inputs.set(id, await server.upload('file', Buffer.from(id.padEnd(1024, '.'))))
  },
  async publish(ids) {
    await publish(
      ids.map((id) => ({ type: TYPES[0], id, files: [{ artifact: inputs.get(id), path: 'file' }] })),
    )
  },
  finished: (id) => endings.of(id),
  pids: () => [server.pid],
  async noop(count) {
    const done = noops.of(count)
    await publish(Array.from({ length: count }, () => ({ type: NOOP })))
    await done
  },
  async accept(count) {
    await publish(Array.from({ length: count }, () => ({ type: 'nobody.wants', dataJson: DATA })))
  },
  stop: () => server.stop(),
})

async function publish(events) {
  await inBulks(events.length, (some, from) =>
    server.call('events', 'PublishEvents', { events: events.slice(from, from + some) }),
  )
}

/** One `cp` brings the file and the event for the next stage into `out`. */
async function copier(folder, stage, type) {
  const command = ['/bin/cp', '-r', 'in/data']
  const next = TYPES[stage + 1]
  if (next !== undefined) {
    const events = join(folder, `stage-${stage}`, 'events')
    await mkdir(events, { recursive: true })
    await writeFile(join(events, 'next.json'), JSON.stringify({ type: next, files: ['file'] }))
    command.push(events)
  }
  return {
    name: `stage-${stage}`,
    subscribes: [type],
    publishes: next === undefined ? [] : [next],
    command: [...command, 'out/'],
  }
}

/** Tells of each job of a module that has ended; any but a success is the end of the measurement. */
async function watch(choice, ended) {
  for await (const { job } of server.stream('jobs', 'WatchJobs', { ...choice, skipFinal: true })) {
    if (job.state === 'succeeded') ended(job)
    else if (['failed', 'cancelled', 'discarded'].includes(job.state))
      throw new Error(`the job ${job.id} is ${job.state}: ${job.reason}`)
  }
}
