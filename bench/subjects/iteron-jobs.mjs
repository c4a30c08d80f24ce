// What the subjects ask an Iteron server about its jobs.
import { setTimeout as pause } from 'node:timers/promises'
import { inBulks } from './bulks.mjs'

const LEAST_PAUSE_MS = 20
/** Asking takes a twentieth of the server's time at most. */
const PAUSE_FACTOR = 20
const PAGE = 1000
const BAD = ['failed', 'cancelled', 'discarded']

/** Publishes so many events, `eventOf(n)` each, in batches beside each other. */
export async function publishMany(server, count, eventOf) {
  await inBulks(count, (some, from) =>
    server.call('events', 'PublishEvents', {
      events: Array.from({ length: some }, (_, n) => eventOf(from + n)),
    }),
  )
}

/** Publishes one event and waits until all that it caused is at rest; returns the job that a module had of it, with its attempts. */
export async function jobOf(server, event, module) {
  const { events } = await server.call('events', 'PublishEvents', { events: [event] })
  const progress = server.stream('events', 'WaitEvent', { event: events[0].key, intervalMs: 20 })
  for await (const { outcome } of progress) {
    if (!outcome) continue
    if (outcome.verdict !== 'succeeded') throw new Error(`${event.type}: ${outcome.reason}`)
    const { id } = outcome.jobs.find((job) => job.module === module)
    return await server.call('jobs', 'GetJob', { job: id })
  }
  throw new Error(`${event.type} has no outcome`)
}

/** Milliseconds of a stage of the job's only attempt, by its ledger. */
export function stageMs({ attemptList: [{ ledger }] }, stage) {
  const { fromMs, toMs } = ledger.stages.find((one) => one.stage === stage)
  return toMs - fromMs
}

/**
 * Waits until there are so many jobs in the states given, such as `{ succeeded: 10 }`, and nothing is on the bus: of one module if it
 * is named, else of all.
 */
export async function untilThereAre(server, wanted, module) {
  for (;;) {
    const from = performance.now()
    const { jobsByState, modules, queueDepth } = await statistics(server, module)
    const counts = module === undefined ? jobsByState : modules[0].jobsByState
    const bad = BAD.find((state) => counts[state] > 0)
    if (bad !== undefined) throw new Error(`jobs are ${bad}: ${JSON.stringify(counts)}`)
    const isSo = Object.entries(wanted).every(([state, count]) => (counts[state] ?? 0) === count)
    if (isSo && queueDepth === 0) return
    await pause(Math.max(LEAST_PAUSE_MS, PAUSE_FACTOR * (performance.now() - from)))
  }
}

/** Of all jobs, and of one module, for to look at all of many takes long. */
export async function statistics(server, module) {
  const { modules } = await server.call('modules', 'ListModules', { pageSize: 1 })
  return await server.call('server', 'GetStatistics', { module: module ?? modules[0].name })
}

/** All jobs that the request chooses, newest first. */
export async function* jobsIn(server, request) {
  let pageToken = ''
  do {
    const page = await server.call('jobs', 'ListJobs', { ...request, pageSize: PAGE, pageToken })
    yield* page.jobs
    pageToken = page.nextPageToken
  } while (pageToken !== '')
}

/** When the last job of a module ended, milliseconds since 1970. */
export async function lastEnd(server, module) {
  let last = 0
  for await (const { endedAtMs } of jobsIn(server, { module })) last = Math.max(last, endedAtMs)
  return last
}

/** The last job that a module got, with its attempts. */
export async function newest(server, module) {
  for await (const { id } of jobsIn(server, { module }))
    return await server.call('jobs', 'GetJob', { job: id })
  throw new Error(`${module} has no jobs`)
}
