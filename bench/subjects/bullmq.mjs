// BullMQ on a Redis: one worker, jobs that add the next job of their chain.
import { Queue, Worker } from 'bullmq'
import { serveChains, STAGES } from './chains.mjs'
import { inBulks, PAYLOAD } from './bulks.mjs'
import { Countdown } from './countdown.mjs'
import { Endings } from './endings.mjs'
import { ChainFiles, copyInProcess } from './files.mjs'

const COPY = 'copy'
const NOOP = 'noop'
const endings = new Endings()
let files
let queue
let worker
let serverPids = []
const noops = new Countdown()

serveChains({
  async prepare({ folder, slots, port, pids }) {
    files = new ChainFiles(folder)
    await files.make()
    serverPids = pids
    const connection = { host: '127.0.0.1', port }
    queue = new Queue('bench', { connection })
    worker = new Worker('bench', work, { connection, concurrency: slots })
    worker.on('completed', completed)
    worker.on('failed', (_job, error) => process.stderr.write(`${error.stack}\n`))
    await worker.waitUntilReady()
  },
  before: (ids) => files.put(ids),
  async publish(ids) {
    await queue.addBulk(ids.map((id) => ({ name: COPY, data: { id, stage: 0 } })))
  },
  finished: (id) => endings.of(id),
  check: (ids) => files.check(ids),
  pids: () => serverPids,
  async noop(count) {
    const done = noops.of(count)
    await inBulks(count, (some) =>
      queue.addBulk(Array.from({ length: some }, () => ({ name: NOOP, data: {} }))),
    )
    await done
  },
  async accept(count) {
    const nobody = new Queue('nobody', { connection: queue.opts.connection })
    await inBulks(count, (some) =>
      nobody.addBulk(Array.from({ length: some }, () => ({ name: NOOP, data: PAYLOAD }))),
    )
    await nobody.close()
  },
  async stop() {
    await worker?.close()
    await queue?.close()
  },
})

async function work({ name, data: { id, stage } }) {
  if (name === NOOP) return
  await copyInProcess(files.copy(stage, id))
  if (stage + 1 < STAGES) await queue.add(COPY, { id, stage: stage + 1 })
}

function completed({ name, data: { id, stage } }) {
  if (name === COPY && stage + 1 === STAGES) endings.ended(id)
  if (name === NOOP) noops.ended()
}
