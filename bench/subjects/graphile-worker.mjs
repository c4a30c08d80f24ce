// graphile-worker on a PostgreSQL: tasks that add the next one of their chain; with the documented settings for throughput if asked.
import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import { serveChains, STAGES } from './chains.mjs'
import { inBulks, PAYLOAD } from './bulks.mjs'
import { Countdown } from './countdown.mjs'
import { Endings } from './endings.mjs'
import { ChainFiles, copyInProcess } from './files.mjs'

/** The settings with which its documentation gets its own numbers (worker.graphile.org/docs/performance). */
const batchedFor = (slots) => ({
  maxPoolSize: slots + 1,
  preset: { worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
})
const logger = new Logger(() => () => undefined)
const endings = new Endings()
let files
let utils
let runner
let serverPids = []
const noops = new Countdown()

serveChains({
  async prepare({ folder, slots, url, pids, batched }) {
    files = new ChainFiles(folder)
    await files.make()
    serverPids = pids
    utils = await makeWorkerUtils({ connectionString: url, logger })
    await utils.migrate()
    runner = await run({
      ...(batched ? batchedFor(slots) : {}),
      connectionString: url,
      logger,
      concurrency: slots,
      noHandleSignals: true,
      taskList: { copy, noop: async () => undefined },
    })
    runner.events.on('job:complete', completed)
  },
  before: (ids) => files.put(ids),
  async publish(ids) {
    await utils.addJobs(ids.map((id) => ({ identifier: 'copy', payload: { id, stage: 0 } })))
  },
  finished: (id) => endings.of(id),
  check: (ids) => files.check(ids),
  pids: () => serverPids,
  async noop(count) {
    const done = noops.of(count)
    const job = { identifier: 'noop', payload: {} }
    await inBulks(count, (some) => utils.addJobs(Array.from({ length: some }, () => job)))
    await done
  },
  async accept(count) {
    const job = { identifier: 'nobody', payload: PAYLOAD }
    await inBulks(count, (some) => utils.addJobs(Array.from({ length: some }, () => job)))
  },
  async stop() {
    await runner?.stop()
    await utils?.release()
  },
})

async function copy({ id, stage }, { addJob }) {
  await copyInProcess(files.copy(stage, id))
  if (stage + 1 < STAGES) await addJob('copy', { id, stage: stage + 1 })
}

function completed({ job, error }) {
  if (error) process.stderr.write(`${error.stack}\n`)
  if (job.task_identifier === 'noop') noops.ended()
  else if (job.payload.stage + 1 === STAGES) endings.ended(job.payload.id)
}
