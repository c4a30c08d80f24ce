import type { EventRecord } from '../model/event.ts'
import type { AttemptRecord, JobRecord } from '../model/job.ts'
import { isClosed, isLive } from '../model/transition.ts'
import { every, type Check, type InvariantSource } from './invariant-source.ts'

/** How long an event may be on its way to its jobs before that is a finding, milliseconds. */
const ROUTING_MS = 120_000

export async function* eventsHaveJobs(source: InvariantSource): ReturnType<Check> {
  const { store, catalog } = source
  const now = catalog.context.clock.now()
  for await (const { id, state, storedAt, children, type } of every<EventRecord>(source, 'events')) {
    if (state !== 'handled') {
      if (now - storedAt > ROUTING_MS)
        yield { subject: id, message: `the event ${type} is ${state} for ${now - storedAt} ms` }
      continue
    }
    const jobs = await store.tally('jobs', { event: id })
    if (jobs.count !== (children ?? 0)) {
      yield {
        subject: id,
        message: `the event ${type} has ${jobs.count} jobs, and ${children ?? 0} were decided`,
      }
    }
  }
}

/** A job's fields that don't fit its state; each with what is wrong. */
const FAULTS: readonly (readonly [(job: JobRecord) => boolean, string])[] = [
  [
    (job) => isLive(job.state) && (job.token === undefined || job.owner === undefined),
    'it is at work and nobody owns it',
  ],
  [keepsToken, 'it is not at work and still has a fencing token'],
  [isNeverDue, 'it waits, and is never due'],
  [(job) => isClosed(job.state) && job.children === undefined, 'it has ended without a number of children'],
  [(job) => job.state === 'failed' && job.failure === undefined, 'it has failed without a reason'],
]

/** Who cancels a job leaves the token to the attempt, whose process may still be there. */
function keepsToken(job: JobRecord): boolean {
  return !isLive(job.state) && job.state !== 'cancelled' && job.token !== undefined
}

function isNeverDue(job: JobRecord): boolean {
  return job.state === 'waiting' && job.join === undefined && job.dueAt === undefined
}

export async function* jobsAreWhole(source: InvariantSource): ReturnType<Check> {
  for await (const job of every<JobRecord>(source, 'jobs')) {
    for (const [, message] of FAULTS.filter(([isFaulty]) => isFaulty(job))) yield { subject: job.id, message }
    if (wasReentered(job) || (await source.catalog.events.get(job.event)) !== undefined) continue
    yield { subject: job.id, message: `its event ${job.event} is not there` }
  }
}

/** Known only from the metadata of its artifact. */
function wasReentered(job: JobRecord): boolean {
  return job.eventType === '' && job.parts === 0
}

export async function* commitsAreWhole(source: InvariantSource): ReturnType<Check> {
  for await (const job of every<JobRecord>(source, 'jobs')) {
    if (job.relayed === true) yield* faultsOfCommit(source, job)
  }
}

async function* faultsOfCommit({ store, catalog }: InvariantSource, job: JobRecord): ReturnType<Check> {
  const { id, children = 0, committed = 0 } = job
  const events = await store.tally('events', { job: id })
  if (events.count !== children && !wasReentered(job)) {
    yield { subject: id, message: `it committed ${children} events, and ${events.count} are there` }
  }
  const { documents } = await catalog.artifacts.list({ job: id }, { limit: 10 })
  for (const { id: artifact, attempt = 0 } of documents) {
    if (attempt !== committed)
      yield { subject: artifact, message: `it is of attempt ${attempt}, which didn't commit` }
  }
}

export async function* attemptsBelong(source: InvariantSource): ReturnType<Check> {
  for await (const { id, job, number } of every<AttemptRecord>(source, 'attempts')) {
    const owner = await source.catalog.jobs.get(job)
    if (owner === undefined) yield { subject: id, message: `its job ${job} is not there` }
    else if (number > owner.attempt)
      yield { subject: id, message: `it is number ${number}, and its job has had ${owner.attempt}` }
  }
}
