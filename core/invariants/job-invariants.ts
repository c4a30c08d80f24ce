import type { EventRecord } from '../model/event.ts'
import { artifactId, attemptId, jobId } from '../model/identity.ts'
import type { JobRecord } from '../model/job.ts'
import { isClosed, isLive } from '../model/transition.ts'
import { DATA_SLOT } from '../protocol/commit.ts'
import { agree, hasSettled, readScope } from '../protocol/scope.ts'
import { sameTree } from './event-invariants.ts'
import { invariant, isOverdue, type Invariant, type InvariantSource } from './invariant-source.ts'

const KEEP = 'Keep a copy of the data folder and report it.'
/** Longer than the reconciler takes to look at every waiting join, milliseconds. */
const ROUND_MS = 15_000

export const JOB_INVARIANTS: readonly Invariant[] = [
  invariant<JobRecord>({
    name: "every job's state fits its fields",
    collection: 'jobs',
    means:
      'An attempt at work has an owner and a fencing token, nothing else has; what waits is due some time; what has ended says how many children it has; a failure has its reason.',
    remedy: `The job may never end, or end twice. \`iteron job explain\` says more; cancel it. ${KEEP}`,
    examine: (_source, job) => FAULTS.filter(([isFaulty]) => isFaulty(job)).map(([, message]) => message),
  }),
  invariant<JobRecord>({
    name: 'every job is (event, module)',
    collection: 'jobs',
    means:
      'Its id is derived from both; its event is there and was decided to go to this module, as a join or not. So a root has one job of each join.',
    remedy: `The job can't run. Cancel it, and publish its event again. ${KEEP}`,
    examine: jobHasEvent,
  }),
  invariant<JobRecord>({
    name: 'every job stands in its tree',
    collection: 'jobs',
    means:
      "It has its event's root and scopes, and the scope of its event besides if the event roots a join and the job is none.",
    remedy: `Joins around it may run early, or never. Cancel the tree and publish its first event again. ${KEEP}`,
    examine: jobInheritsTree,
  }),
  invariant<JobRecord>({
    name: 'every committed job has what it committed',
    collection: 'jobs',
    means:
      'As many events as C3 counted, once they are relayed, the record of the attempt that committed, and an artifact of no other attempt. A job that was cancelled or discarded has no events.',
    remedy: `Something of the output is missing. Run it anew: \`iteron event redrive EVENT --module MODULE\`. ${KEEP}`,
    examine: commitIsWhole,
  }),
  invariant<JobRecord>({
    name: 'nothing is relayed and staged',
    collection: 'jobs',
    means: 'R2 drops the staged parts of a job; what a crash left of them goes within minutes.',
    remedy: 'Records are kept twice, which costs room and nothing else. Restart Iteron.',
    examine: partsAreDropped,
  }),
  invariant<JobRecord>({
    name: 'no job that is not at work holds a limit',
    collection: 'jobs',
    means: "A job's processes count against its module's limit until they are gone, which takes seconds.",
    remedy: 'A process may still run, or the module runs fewer jobs than it may. Restart Iteron.',
    examine: (source, job) =>
      !isLive(job.state) && job.holds !== undefined && isOverdue(source, job.updatedAt)
        ? [`it is ${job.state} and still counts against the limit of ${job.moduleName}`]
        : [],
  }),
  invariant<JobRecord>({
    name: 'nothing is overdue',
    collection: 'jobs',
    means:
      'What is due is queued, what has committed is relayed, and a join whose scope has settled is queued, each within seconds.',
    remedy: `Its owner has lost it. Restart Iteron. ${KEEP}`,
    examine: overdue,
  }),
]

type Fault = readonly [isFaulty: (job: JobRecord) => boolean, message: string]

const FAULTS: readonly Fault[] = [
  [
    (job) => isLive(job.state) && (job.token === undefined || job.owner === undefined),
    'it is at work and nobody owns it',
  ],
  [(job) => isLive(job.state) && job.attempt < 1, 'it is at work without an attempt'],
  [keepsToken, 'it is not at work and still has a fencing token'],
  [
    (job) => job.state === 'waiting' && job.join === undefined && job.dueAt === undefined,
    'it waits, and is never due',
  ],
  [(job) => isClosed(job.state) && job.children === undefined, 'it has ended without a number of children'],
  [
    (job) => job.state === 'succeeded' && (job.committed === undefined || job.relayed === undefined),
    'it has succeeded without a commit',
  ],
  [
    (job) => job.state !== 'succeeded' && job.committed !== undefined,
    'it has committed and has not succeeded',
  ],
  [(job) => (job.committed ?? 0) > job.attempt, 'it committed an attempt that it never had'],
  [(job) => job.state === 'failed' && job.failure === undefined, 'it has failed without a reason'],
]

/** Who cancels a job leaves the token to the attempt, whose process may still be there. */
function keepsToken(job: JobRecord): boolean {
  return !isLive(job.state) && job.state !== 'cancelled' && job.token !== undefined
}

/** Known only from the metadata of its artifact. */
export function wasReentered(job: JobRecord): boolean {
  return job.eventType === '' && job.parts === 0
}

async function jobHasEvent({ catalog }: InvariantSource, job: JobRecord): Promise<string[]> {
  if (wasReentered(job)) return []
  const event = await catalog.events.get(job.event)
  if (event === undefined) return [`its event ${job.event} is not there`]
  const problems =
    job.id === jobId(job.event, job.module) ? [] : ['its id is not that of its event and module']
  if (event.routes === undefined) return problems
  const route = event.routes.find(({ module }) => module === job.module)
  if (route?.wanted !== true) problems.push(`its event was not decided to go to ${job.moduleName}`)
  else if ((route.join === true) !== (job.join !== undefined))
    problems.push('as a join it is not what was decided')
  return problems
}

async function jobInheritsTree({ catalog }: InvariantSource, job: JobRecord): Promise<string[]> {
  const event = wasReentered(job) ? undefined : await catalog.events.get(job.event)
  if (event === undefined || treesOf(event, job).some((tree) => sameTree(tree, job))) return []
  return [`its root or scopes are not those under its event ${event.id}`]
}

/** The trees that a job may stand in: one, unless its event is a tombstone that doesn't say whether it roots a join. */
function treesOf(event: EventRecord, job: JobRecord): Pick<JobRecord, 'root' | 'scopes'>[] {
  const around = { root: event.root, scopes: event.scopes }
  const within = { root: event.root, scopes: [...event.scopes, event.id] }
  if (job.join !== undefined) return [around]
  if (event.routes === undefined) return [around, within]
  return [event.routes.some(({ wanted, join }) => wanted && join === true) ? within : around]
}

async function commitIsWhole(source: InvariantSource, job: JobRecord): Promise<string[]> {
  const { store, catalog } = source
  const { id, children = 0, committed = 0 } = job
  if (!isFinished(job) || wasReentered(job)) return []
  const { count } = await store.tally('events', { job: id })
  const problems = count === children ? [] : [`it committed ${children} events, and ${count} are there`]
  const { documents } = await catalog.artifacts.list({ job: id }, { limit: 10 })
  for (const one of documents.filter(({ attempt }) => attempt !== committed))
    problems.push(`its artifact ${one.id} is of attempt ${one.attempt ?? 0}, which didn't commit`)
  if (await lacksAttempt(source, job)) problems.push(`its attempt ${committed} committed, and is not there`)
  return problems
}

/** All that it will ever have is there. */
function isFinished(job: JobRecord): boolean {
  return isClosed(job.state) && (job.state !== 'succeeded' || job.relayed === true)
}

async function lacksAttempt({ store }: InvariantSource, job: JobRecord): Promise<boolean> {
  if (job.state !== 'succeeded' || job.expiredAt !== undefined) return false
  return (await store.get('attempts', attemptId(job.id, job.committed ?? 0))) === undefined
}

async function partsAreDropped(source: InvariantSource, job: JobRecord): Promise<string[]> {
  if (job.relayed !== true || !isOverdue(source, job.relayedAt ?? job.updatedAt)) return []
  const { count } = await source.store.tally('staged', { job: job.id })
  return count === 0 ? [] : [`it is relayed, and ${count} parts are still staged`]
}

async function overdue(source: InvariantSource, job: JobRecord): Promise<string[]> {
  if (job.relayed === false && isOverdue(source, job.endedAt ?? job.updatedAt))
    return ['it has committed, and is not relayed']
  if (job.state !== 'waiting') return []
  if (job.join === undefined) {
    const { dueAt = Infinity } = job
    return isOverdue(source, dueAt) ? [`it is due since ${new Date(dueAt).toISOString()}`] : []
  }
  const stays = isOverdue(source, job.updatedAt) && (await staysSettled(source, job))
  return stays ? ['its scope has settled, and it still waits'] : []
}

/** It may have settled at this moment: its owner has a round's time. */
async function staysSettled({ store, catalog, options }: InvariantSource, job: JobRecord): Promise<boolean> {
  const first = await readScope(store, job.event)
  if (!hasSettled(first)) return false
  await catalog.context.clock.sleep(ROUND_MS, options.signal)
  const second = await readScope(store, job.event)
  return agree(first, second) && (await catalog.jobs.get(job.id))?.state === 'waiting'
}

/** Id of the artifact that an attempt of a job makes. */
export function artifactOf(job: string, attempt: number): string {
  return artifactId(job, attempt, DATA_SLOT)
}
