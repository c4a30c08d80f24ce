import { visibleState, type JobRecord } from '../model/job.ts'
import type { JobState } from '../model/transition.ts'
import type { Catalog } from './catalog.ts'

const MOST_BLOCKERS = 100

export interface WhyNow {
  /** Why the job is as it is, or what it waits for: one sentence. */
  readonly now: string
  /** Ids of the jobs that block it, if it is a join. */
  readonly blockedBy: string[]
}

/**
 * What a job waits for at this moment, worked out from the records; `problem` is what keeps all jobs from being
 * started.
 */
export async function whyNow(catalog: Catalog, job: JobRecord, problem?: string): Promise<WhyNow> {
  if (job.state === 'queued' && problem !== undefined)
    return { now: `no job is started until there is room: ${problem}`, blockedBy: [] }
  if (job.state === 'queued') return { now: await whyQueued(catalog, job), blockedBy: [] }
  if (job.state === 'waiting' && job.join !== undefined) return whyJoinWaits(catalog, job)
  return { now: sentence(job), blockedBy: [] }
}

const SENTENCES: Readonly<Record<JobState, string>> = {
  queued: 'it is queued',
  waiting: 'it waits for its next try',
  preparing: 'its input files are being put in place',
  running: 'its program runs',
  committing: 'its outputs are being taken',
  succeeded: 'it has succeeded',
  failed: 'its tries are spent',
  cancelled: 'it was cancelled',
  discarded: 'it was given up',
}

function sentence(job: JobRecord): string {
  const state = visibleState(job)
  const due = job.dueAt === undefined ? '' : `, due at ${new Date(job.dueAt).toISOString()}`
  const again = state === 'failed' ? `. To run it again: iteron dead-letter redrive ${job.id}` : ''
  return `${SENTENCES[state]}${due}${job.reason === undefined ? '' : `: ${job.reason}`}${again}`
}

async function whyQueued(catalog: Catalog, job: JobRecord): Promise<string> {
  const { store } = catalog.context
  const module = await catalog.modules.get(job.module)
  if (module === undefined || module.state === 'deleted')
    return `its module ${job.moduleName} is deleted: it will be cancelled`
  if (module.state === 'paused')
    return `its module ${module.name} is paused: iteron module resume ${module.name}`
  if (job.holds !== undefined) return 'the processes of its former attempt have not ended yet'
  const { concurrency } = module.spec
  const holding =
    concurrency === 0
      ? 0
      : (await store.tally('jobs', { module: job.module, holds: { $exists: true } })).count
  if (concurrency > 0 && holding >= concurrency) {
    return `its module ${module.name} runs ${holding} jobs, and at most ${concurrency} at once`
  }
  const ahead = await store.tally('jobs', { state: 'queued', queuedAt: { $lt: job.queuedAt } })
  return ahead.count === 0
    ? 'it is the next to get a slot'
    : `it waits for a slot: ${ahead.count} jobs were queued before it`
}

async function whyJoinWaits(catalog: Catalog, job: JobRecord): Promise<WhyNow> {
  const { store } = catalog.context
  const filter = { scopes: job.event, state: 'failed' }
  const { count } = await store.tally('jobs', filter)
  if (count > 0 && job.join === 'all') {
    const now = `it is blocked: ${count} of the jobs of its scope failed, and it requires all. Redrive or discard them`
    const { documents } = await store.find<JobRecord>('jobs', {
      filter,
      limit: MOST_BLOCKERS,
      fields: ['id'],
    })
    return { now, blockedBy: documents.map(({ id }) => id) }
  }
  const open = await store.tally('jobs', {
    scopes: job.event,
    state: { $in: ['queued', 'waiting', 'preparing', 'running', 'committing'] },
  })
  return { now: `it waits until its scope has settled: ${open.count} jobs have not ended`, blockedBy: [] }
}
