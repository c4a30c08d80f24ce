import type { UsedRecord } from '../model/artifact.ts'
import { attemptId } from '../model/identity.ts'
import type { AttemptRecord, JobRecord, ReasonRecord } from '../model/job.ts'
import { isLive } from '../model/transition.ts'
import type { StagedPart } from '../protocol/commit.ts'
import { all } from '../protocol/scope.ts'
import { sweepingOf, type SweepRecord } from '../protocol/sweep.ts'
import { invariant, isOverdue, type Invariant, type InvariantSource } from './invariant-source.ts'
import { wasReentered } from './job-invariants.ts'

const KEEP = 'Keep a copy of the data folder and report it.'

export const ATTEMPT_INVARIANTS: readonly Invariant[] = [
  invariant<AttemptRecord>({
    name: 'every attempt belongs to its job',
    collection: 'attempts',
    means:
      'It has one of the numbers that its job has given out, and only the attempt that committed has succeeded.',
    remedy: `What the attempt did can't be told. ${KEEP}`,
    examine: attemptBelongs,
  }),
  invariant<JobRecord>({
    name: 'no attempt is missing',
    collection: 'jobs',
    means:
      'Each number that a job has given out has a record, once the attempt has ended; one whose job was given back before it began, or was closed, has a reason instead.',
    remedy: `What the attempt did can't be told; what the job made is not touched by that. ${KEEP}`,
    examine: attemptsAreThere,
  }),
  invariant<AttemptRecord>({
    name: 'every log is there',
    collection: 'attempts',
    means: 'What an attempt printed is a blob of the size that its record says, until retention removes it.',
    remedy: 'The log is lost; what the job made is not touched by that.',
    examine: logIsThere,
  }),
  invariant<ReasonRecord>({
    name: 'every reason belongs to a job',
    collection: 'reasons',
    means: 'Each delay, retry or change that is recorded is one of a job.',
    remedy: `It is shown nowhere, and harms nothing. ${KEEP}`,
    examine: async ({ catalog }, { job }) =>
      (await catalog.jobs.get(job)) === undefined ? [`its job ${job} is not there`] : [],
  }),
  invariant<UsedRecord>({
    name: 'every edge leads to an artifact',
    collection: 'used',
    means:
      'What an attempt was given is an artifact that is known, deleted ones too; the attempt committed, and its job and event are known.',
    remedy: 'Lineage has a gap. `iteron artifact reindex` brings back what has metadata.',
    examine: edgeLeads,
  }),
  invariant<StagedPart>({
    name: 'what is staged is on its way',
    collection: 'staged',
    means:
      'Staged parts are of an attempt that may commit, or has and is not relayed yet; others go within minutes.',
    remedy: 'Records that nobody needs take up room. Restart Iteron.',
    examine: partIsNeeded,
  }),
  invariant<SweepRecord>({
    name: 'what is to be swept leads to an attempt',
    collection: 'sweeps',
    means: 'An attempt whose leftovers are to be removed is one that its job has had.',
    remedy: `What it left stays where it is. ${KEEP}`,
    examine: sweepLeads,
  }),
]

async function attemptBelongs({ catalog }: InvariantSource, attempt: AttemptRecord): Promise<string[]> {
  const { id, job: owner, number, module, state } = attempt
  const job = await catalog.jobs.get(owner)
  if (job === undefined) return [`its job ${owner} is not there`]
  const problems = id === attemptId(owner, number) ? [] : ['its id is not that of its job and number']
  if (number > job.attempt || number < 1)
    problems.push(`it is number ${number}, and its job has had ${job.attempt}`)
  if (module !== job.module) problems.push(`it is of the module ${module}, and its job of ${job.module}`)
  if (state === 'succeeded' && job.committed !== number)
    problems.push("it has succeeded, and its job didn't commit it")
  return problems
}

async function attemptsAreThere({ store }: InvariantSource, job: JobRecord): Promise<string[]> {
  // without a transaction a crash may come between the end of an attempt and its record
  if (job.expiredAt !== undefined || wasReentered(job) || !store.capabilities.atomicBatch) return []
  const last = isAtWork(job) ? job.attempt - 1 : job.attempt
  const { count } = await store.tally('attempts', { job: job.id, number: { $lte: last } })
  if (count >= last) return []
  const [attempts, reasons] = await Promise.all([
    all<AttemptRecord>(store, 'attempts', { job: job.id }),
    all<ReasonRecord>(store, 'reasons', { job: job.id }),
  ])
  const known = new Set([...attempts.map(({ number }) => number), ...reasons.flatMap(numberOf)])
  return Array.from({ length: last }, (_, n) => n + 1)
    .filter((number) => !known.has(number) && number !== job.committed) // that one has a rule of its own
    .map((number) => `its attempt ${number} has left no record`)
}

/** Its last attempt has no record yet: it runs, its processes are there still, or its records are on their way. */
function isAtWork(job: JobRecord): boolean {
  return isLive(job.state) || job.holds !== undefined || job.relayed === false
}

/** What ends an attempt that never began, or whose job was closed under it. */
const WITHOUT_RECORD: readonly string[] = ['given back', 'failed', 'cancelled']

/** The number of the attempt that ended without a record; its id says it. */
function numberOf({ id, job, what }: ReasonRecord): number[] {
  return WITHOUT_RECORD.includes(what) ? [Number.parseInt(id.slice(job.length + 1), 10)] : []
}

async function logIsThere({ blobs }: InvariantSource, { log }: AttemptRecord): Promise<string[]> {
  if (log === undefined) return []
  const stat = await blobs.stat(log.key)
  if (stat === undefined) return [`the blob ${log.key} is not there`]
  return stat.size === log.size
    ? []
    : [`the blob ${log.key} has ${stat.size} bytes, it should be ${log.size}`]
}

async function edgeLeads({ catalog }: InvariantSource, edge: UsedRecord): Promise<string[]> {
  const [artifact, job] = await Promise.all([
    edge.artifact === '' ? undefined : catalog.artifacts.get(edge.artifact),
    catalog.jobs.get(edge.job),
  ])
  const problems: string[] = []
  if (edge.artifact !== '' && artifact === undefined)
    problems.push(`it leads to the artifact ${edge.artifact}, which is not there`)
  if (job === undefined) return [...problems, `its job ${edge.job} is not there`]
  if (wasReentered(job)) return problems
  if (job.committed !== edge.attempt) problems.push(`it is of attempt ${edge.attempt}, which didn't commit`)
  if ((await catalog.events.get(edge.event)) === undefined)
    problems.push(`its event ${edge.event} is not there`)
  return problems
}

async function partIsNeeded(source: InvariantSource, part: StagedPart): Promise<string[]> {
  const job = await source.catalog.jobs.get(part.job)
  if (job === undefined) return [`its job ${part.job} is not there`]
  if (part.attempt > job.attempt)
    return [`it is of attempt ${part.attempt}, and its job has had ${job.attempt}`]
  const isLeft = sweepingOf(job, part.attempt) === 'sweep'
  return isLeft && isOverdue(source, job.updatedAt) ? [`its attempt ${part.attempt} will never commit`] : []
}

async function sweepLeads(
  { catalog }: InvariantSource,
  { id, job: owner, attempt }: SweepRecord,
): Promise<string[]> {
  const job = await catalog.jobs.get(owner)
  if (job === undefined) return [`its job ${owner} is not there`]
  if (id !== attemptId(owner, attempt)) return ['its id is not that of its job and attempt']
  return attempt > job.attempt ? [`it is attempt ${attempt}, and its job has had ${job.attempt}`] : []
}
