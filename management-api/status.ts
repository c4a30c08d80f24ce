import { AT_WORK, jobsIn } from '../core/catalog/statistics.ts'
import { whyNow } from '../core/catalog/waiting.ts'
import { visibleState, type JobRecord } from '../core/model/job.ts'
import type { Status } from '../proto/generated/iteron/v1/Status.ts'
import type { StatusJob } from '../proto/generated/iteron/v1/StatusJob.ts'
import type { ApiContext } from './context.ts'

const MOST_RUNNING = 100
const MOST_OTHERS = 20
/** Less room than this on the disk needs attention. */
const LITTLE_ROOM = 0.05

/** What runs, what waits and for what, what has failed, and what needs attention. */
export async function readStatus(context: ApiContext): Promise<Status> {
  const { catalog, bus, group } = context
  const { store } = catalog.context
  const problem = context.problem?.()
  const [running, waiting, failed, queue, modules, disk] = await Promise.all([
    jobsIn(store, AT_WORK, { field: 'queuedAt' }, MOST_RUNNING),
    jobsIn(store, ['queued', 'waiting'], { field: 'queuedAt' }, MOST_OTHERS),
    jobsIn(store, ['failed'], { field: 'createdAt', descending: true }, MOST_OTHERS),
    bus.stats(group),
    catalog.modules.all(),
    context.disk?.(),
  ])
  const paused = modules.filter((module) => module.state === 'paused').map((module) => module.name)
  const warnings = [
    ...(problem === undefined ? [] : [`no job is started until there is room: ${problem}`]),
    ...(failed.total === 0 ? [] : [`${failed.total} jobs have failed: iteron dead-letter list`]),
    ...(queue.deadLetters === 0
      ? []
      : [`${queue.deadLetters} messages could not be taken: iteron dead-letter list`]),
    ...(disk === undefined || disk.free / disk.total > LITTLE_ROOM ? [] : ['the disk is almost full']),
  ]
  return {
    running: running.jobs.map((job) => statusJob(job, job.reason ?? '')),
    waiting: await Promise.all(
      waiting.jobs.map(async (job) => statusJob(job, (await whyNow(catalog, job, problem)).now)),
    ),
    failed: failed.jobs.map((job) => statusJob(job, job.failure?.message ?? job.reason ?? '')),
    runningTotal: running.total,
    waitingTotal: waiting.total,
    failedTotal: failed.total,
    queueDepth: queue.depth,
    ...(disk === undefined ? {} : { diskFreeBytes: disk.free, diskTotalBytes: disk.total }),
    warnings,
    pausedModules: paused,
  }
}

function statusJob(job: JobRecord, reason: string): StatusJob {
  const { id, moduleName, attempt, updatedAt } = job
  return { id, module: moduleName, state: visibleState(job), sinceMs: Math.round(updatedAt), reason, attempt }
}
