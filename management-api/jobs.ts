import { whyNow } from '../core/catalog/waiting.ts'
import type { EnvironmentRecord } from '../core/model/environment.ts'
import type { AttemptRecord, JobRecord } from '../core/model/job.ts'
import type { JobServiceHandlers } from '../proto/generated/iteron/v1/JobService.ts'
import type { ListJobsRequest__Output } from '../proto/generated/iteron/v1/ListJobsRequest.ts'
import type { Calls } from './calls.ts'
import type { ApiContext } from './context.ts'
import { jobFilterOf, satisfies } from './job-filter.ts'
import { attemptMessage, jobMessage, liveAttempt } from './job-message.ts'
import { readLogs } from './logs.ts'
import { pageOf } from './paging.ts'
import { watchJobs } from './watch.ts'

const CANCELLED = 'cancelled by a client'

/** `iteron.v1.JobService`. */
export function jobService(context: ApiContext, calls: Calls): JobServiceHandlers {
  const { jobs } = context.catalog
  return {
    GetJob: calls.unary(async (request) => fullJob(context, await jobs.resolve(request.job))),
    ListJobs: calls.unary((request) => listJobs(context, request)),
    WatchJobs: calls.streaming((request, signal) => watchJobs(context, request, signal), { follows: true }),
    GetJobLogs: calls.streaming((request, signal) => readLogs(context, request, signal), { follows: true }),
    ExplainJob: calls.unary(async (request) => {
      const job = await jobs.resolve(request.job)
      const [page, why] = await Promise.all([
        jobs.reasons(job.id, pageOf(request)),
        whyNow(context.catalog, job, context.problem?.()),
      ])
      return {
        job: jobMessage(job),
        now: why.now,
        blockedBy: why.blockedBy,
        reasons: page.documents.map(({ at, what, why: reason }) => ({
          atMs: Math.round(at),
          what,
          why: reason,
        })),
        nextPageToken: page.next ?? '',
      }
    }),
    CancelJob: calls.unary(async (request) => {
      const job = await jobs.resolve(request.job)
      const why = request.reason === '' ? CANCELLED : request.reason
      if (request.tree) return cancelTree(context, job, why)
      return { job: jobMessage(await jobs.cancel(job.id, why)), cancelled: 1 }
    }),
  }
}

async function fullJob({ catalog }: ApiContext, job: JobRecord) {
  const [attempts, artifacts] = await Promise.all([
    catalog.jobs.attempts(job.id, { limit: 1000 }),
    catalog.artifacts.list({ job: job.id }, { limit: 1000 }),
  ])
  const ended = attempts.documents
  const environments = await environmentsOf(catalog, ended)
  return {
    ...jobMessage(job),
    attemptList: [
      ...ended.map((attempt) => attemptMessage(attempt, job, environments)),
      ...liveAttempt(job, ended),
    ],
    artifacts: artifacts.documents.map((artifact) => artifact.id),
  }
}

/** Where the attempts ran; mostly the same for all. */
async function environmentsOf({ context }: ApiContext['catalog'], attempts: readonly AttemptRecord[]) {
  const ids = new Set(attempts.flatMap((attempt) => attempt.environment ?? []))
  const records = await Promise.all(
    [...ids].map((id) => context.store.get<EnvironmentRecord>('environments', id)),
  )
  return new Map(
    records.flatMap((record) => (record === undefined ? [] : [[record.id, record.facts] as const])),
  )
}

async function listJobs(context: ApiContext, request: ListJobsRequest__Output) {
  const { jobs } = context.catalog
  const filter = await jobFilterOf(context, request)
  if (request.event !== '') {
    const event = await context.catalog.events.resolve(request.event)
    const page = await jobs.ofEvent(event.id, pageOf(request))
    const wanted = page.documents.filter((job) => satisfies(job, filter))
    return { jobs: wanted.map(jobMessage), nextPageToken: page.next ?? '' }
  }
  const page = await jobs.list(filter, pageOf(request))
  return { jobs: page.documents.map(jobMessage), nextPageToken: page.next ?? '' }
}

/** A mark on the root: what is there is cancelled now, what is born there later as well. */
async function cancelTree({ catalog }: ApiContext, job: JobRecord, why: string) {
  const cancelled = await catalog.jobs.countCancellable(job.root)
  const root = await catalog.jobs.cancelTree(job.root, why)
  return { job: jobMessage((await catalog.jobs.get(job.id)) ?? job), root, cancelled }
}
