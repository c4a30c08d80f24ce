import type { Catalog } from '../core/catalog/catalog.ts'
import { moduleLoad, type ModuleLoad, type QueueReason } from '../core/catalog/module-load.ts'
import { AT_WORK, jobsIn } from '../core/catalog/statistics.ts'
import { whyNow } from '../core/catalog/waiting.ts'
import { visibleState, type JobRecord } from '../core/model/job.ts'
import type { ModuleRecord } from '../core/model/module-spec.ts'
import { present } from '../core/model/present.ts'
import type { DeadLetter } from '../core/ports/event-bus.ts'
import { all } from '../core/protocol/scope.ts'
import type { Status } from '../proto/generated/iteron/v1/Status.ts'
import type { StatusJob } from '../proto/generated/iteron/v1/StatusJob.ts'
import type { ApiContext } from './context.ts'
import { milliseconds } from './job-message.ts'

type Disk = NonNullable<ApiContext['disk']>

const MOST_RUNNING = 100
const MOST_OTHERS = 20
const MOST_MODULES = 10
const MOST_MESSAGES = 5
/** Joins whose scope is read: it may be large. */
const MOST_EXPLAINED = 5
/** Jobs that block a join, by their ids. */
const MOST_BLOCKERS = 3
/** Less room than this on the disk needs attention. */
const LITTLE_ROOM = 0.05

/**
 * What runs, what waits and for what, what has failed, and what needs attention. Counts and a few rows: it costs as
 * much with a million jobs as with ten.
 */
export async function readStatus(context: ApiContext): Promise<Status> {
  const { catalog, bus, group } = context
  const { store } = catalog.context
  const problem = context.problem?.()
  // deleted ones too: their jobs and artifacts are still there
  const modules = await all<ModuleRecord>(store, 'modules', {})
  const [running, waiting, failed, queue, dead, disk, due, content, ...loads] = await Promise.all([
    jobsIn(store, AT_WORK, MOST_RUNNING),
    jobsIn(store, ['queued', 'waiting'], MOST_OTHERS),
    jobsIn(store, ['failed'], MOST_OTHERS, true),
    bus.stats(group),
    bus.deadLetters(group, MOST_MESSAGES),
    context.disk?.(),
    nextDue(catalog),
    store.tally('contents', {}, 'size'),
    ...modules.map((module) => moduleLoad(store, module, problem === undefined)),
  ])
  return {
    running: running.jobs.map((job) => statusJob(job, job.reason ?? '')),
    waiting: await explained(catalog, waiting.jobs, loads, problem),
    failed: failed.jobs.map((job) => statusJob(job, job.failure?.message ?? job.reason ?? '')),
    runningTotal: running.total,
    waitingTotal: waiting.total,
    failedTotal: failed.total,
    queueDepth: queue.depth,
    warnings: warningsOf(problem, failed.total, queue.deadLetters, disk),
    pausedModules: modules.filter(({ state }) => state === 'paused').map(({ name }) => name),
    ...groupsOf(loads),
    deadMessages: dead.map(deadMessage),
    contentBytes: content.sum,
    ...present({
      ...(disk === undefined ? {} : diskMessage(disk)),
      nextDueMs: milliseconds(due),
    }),
  }
}

function diskMessage({ free, total, database, workspaces }: Awaited<ReturnType<Disk>>) {
  return { diskFreeBytes: free, diskTotalBytes: total, databaseBytes: database, workspaceBytes: workspaces }
}

function warningsOf(
  problem: string | undefined,
  failed: number,
  messages: number,
  disk: { readonly free: number; readonly total: number } | undefined,
): string[] {
  const isFull = disk !== undefined && disk.free / disk.total <= LITTLE_ROOM
  return [
    ...(problem === undefined ? [] : [`no job is started until there is room: ${problem}`]),
    ...(failed === 0
      ? []
      : [`${failed} ${failed === 1 ? 'job has' : 'jobs have'} failed: iteron dead-letter list`]),
    ...(messages === 0
      ? []
      : [
          `${messages} ${messages === 1 ? 'message' : 'messages'} could not be taken: iteron dead-letter list`,
        ]),
    ...(isFull ? ['the disk is almost full'] : []),
  ]
}

async function nextDue({ context: { store } }: Catalog): Promise<number | undefined> {
  const { documents } = await store.find<JobRecord>('jobs', {
    filter: { dueAt: { $exists: true } },
    sort: { field: 'dueAt' },
    limit: 1,
    fields: ['dueAt'],
  })
  return documents[0]?.dueAt
}

function groupsOf(loads: readonly ModuleLoad[]) {
  const waiting = loads.flatMap(({ module, queued, queuedFor, retries, joins }) => [
    { module: nameOf(module), reason: queuedFor, count: queued },
    { module: nameOf(module), reason: 'retry', count: retries },
    { module: nameOf(module), reason: 'join', count: joins },
  ])
  const bySize = [...loads].sort((a, b) => b.bytes - a.bytes || b.jobs - a.jobs)
  return {
    waitingGroups: waiting.filter(({ count }) => count > 0),
    failedGroups: loads.flatMap(({ module, failed }) =>
      failed.map(([failureClass, count]) => ({ module: nameOf(module), failureClass, count })),
    ),
    runningGroups: loads
      .filter(({ running }) => running > 0)
      .map(({ module, running }) => ({ module: nameOf(module), count: running })),
    largestModules: bySize
      .filter(({ jobs }) => jobs > 0)
      .slice(0, MOST_MODULES)
      .map(({ module, artifacts, files, bytes, jobs }) => ({
        module: nameOf(module),
        artifacts,
        files,
        bytes,
        jobs,
      })),
  }
}

/** A deleted module's name may be another's by now. */
function nameOf({ id, name, state }: ModuleLoad['module']): string {
  return state === 'deleted' ? id : name
}

const QUEUED: Readonly<Record<QueueReason, (job: JobRecord) => string>> = {
  slot: () => 'it waits for a slot',
  limit: ({ moduleName }) => `its module ${moduleName} runs as many jobs as it may at once`,
  paused: ({ moduleName }) => `its module ${moduleName} is paused: iteron module resume ${moduleName}`,
  'no room': () => 'no job is started until there is room',
}

/** What each waits for; of a queued job its module's counts say so, of joins only the first ones' scopes are read. */
async function explained(
  catalog: Catalog,
  jobs: readonly JobRecord[],
  loads: readonly ModuleLoad[],
  problem: string | undefined,
): Promise<StatusJob[]> {
  const joins = jobs.filter(({ join, state }) => join !== undefined && state === 'waiting')
  const told = await Promise.all(
    jobs.map(async (job) => {
      const load = loads.find(({ module }) => module.id === job.module)
      if (job.state === 'queued' && load !== undefined && job.holds === undefined)
        return statusJob(job, QUEUED[load.queuedFor](job))
      if (joins.indexOf(job) >= MOST_EXPLAINED) return statusJob(job, job.reason ?? '')
      const { now, blockedBy } = await whyNow(catalog, job, problem)
      return statusJob(job, blockedBy.length === 0 ? now : `${now}: ${named(blockedBy)}`)
    }),
  )
  return told.sort((a, b) => Number(a.sinceMs) - Number(b.sinceMs))
}

function named(jobs: readonly string[]): string {
  return [...jobs.slice(0, MOST_BLOCKERS), ...(jobs.length > MOST_BLOCKERS ? ['…'] : [])].join(', ')
}

function deadMessage({ id, reason, at }: DeadLetter) {
  return { id, reason, atMs: Math.round(at) }
}

function statusJob(job: JobRecord, reason: string): StatusJob {
  const { id, moduleName, attempt, updatedAt, queuedAt } = job
  const since = job.state === 'queued' ? queuedAt : updatedAt
  return { id, module: moduleName, state: visibleState(job), sinceMs: Math.round(since), reason, attempt }
}
