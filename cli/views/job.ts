import type { Attempt__Output } from '../../proto/generated/iteron/v1/Attempt.ts'
import type { Failure__Output } from '../../proto/generated/iteron/v1/Failure.ts'
import type { Job__Output } from '../../proto/generated/iteron/v1/Job.ts'
import type { Ledger__Output } from '../../proto/generated/iteron/v1/Ledger.ts'
import type { ListView } from '../output/list.ts'
import type { Column } from '../output/table.ts'
import { duration, isoTime, localTime } from '../output/text.ts'

export const JOB_STATES = [
  'queued',
  'waiting',
  'preparing',
  'running',
  'committing',
  'succeeded',
  'failed',
  'cancelled',
  'discarded',
] as const

/** A job as programs see it. */
export function jobJson(job: Job__Output): object {
  return {
    id: job.id,
    module: job.module,
    moduleId: job.moduleId,
    moduleVersion: job.moduleVersion,
    state: job.state,
    reason: job.reason ?? null,
    event: job.event,
    eventKey: job.eventKey,
    eventType: job.eventType,
    correlationid: job.correlationId,
    attempts: job.attempts,
    createdAt: isoTime(job.createdAtMs),
    updatedAt: isoTime(job.updatedAtMs),
    dueAt: isoTime(job.dueAtMs),
    startedAt: isoTime(job.startedAtMs),
    endedAt: isoTime(job.endedAtMs),
    failure: failureJson(job.failure),
    join: job.join,
    root: job.root,
    outputEvents: job.outputEvents,
    expiredAt: isoTime(job.expiredAtMs),
  }
}

/** A job with its attempts and artifacts. */
export function jobDetailJson(job: Job__Output): object {
  return { ...jobJson(job), attemptList: job.attemptList.map(attemptJson), artifacts: job.artifacts }
}

function attemptJson(attempt: Attempt__Output): object {
  return {
    number: attempt.number,
    state: attempt.state,
    moduleVersion: attempt.moduleVersion,
    failure: failureJson(attempt.failure),
    exitCode: attempt.exitCode,
    startedAt: isoTime(attempt.startedAtMs),
    endedAt: isoTime(attempt.endedAtMs),
    logSize: attempt.logSize,
    insights: attempt.insights.map(({ key, valueJson }) => ({ key, value: parsed(valueJson) })),
    ledger: attempt.ledger === null ? undefined : ledgerJson(attempt.ledger),
  }
}

function ledgerJson(ledger: Ledger__Output): object {
  return {
    stages: ledger.stages.map(({ stage, fromMs, toMs }) => ({
      stage,
      from: isoTime(fromMs),
      ms: toMs - fromMs,
    })),
    overheadMs: ledger.overheadMs,
    filesIn: ledger.filesIn,
    bytesIn: ledger.bytesIn,
    filesOut: ledger.filesOut,
    bytesOut: ledger.bytesOut,
    deduplicated: ledger.deduplicated,
  }
}

function failureJson(failure: Failure__Output | null): object | undefined {
  if (failure === null) return undefined
  return { class: failure.class, message: failure.message, exitCode: failure.exitCode, hint: failure.hint }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}

export const JOB_LIST: ListView<Job__Output> = {
  json: jobJson,
  columns: [
    { title: 'id', value: (job) => job.id },
    {
      title: 'module',
      value: (job) => `${job.module}${job.moduleVersion > 0 ? `@${job.moduleVersion}` : ''}`,
    },
    { title: 'state', value: (job) => job.state },
    { title: 'tries', value: (job) => job.attempts },
    { title: 'event', value: (job) => job.event },
    { title: 'created', value: (job) => localTime(job.createdAtMs) },
    { title: 'reason', value: (job) => job.reason },
  ],
  none: 'no jobs',
}

export const ATTEMPT_COLUMNS: readonly Column<Attempt__Output>[] = [
  { title: 'attempt', value: (attempt) => attempt.number },
  { title: 'state', value: (attempt) => attempt.state },
  { title: 'version', value: (attempt) => attempt.moduleVersion },
  { title: 'exit', value: (attempt) => attempt.exitCode },
  { title: 'started', value: (attempt) => localTime(attempt.startedAtMs) },
  {
    title: 'took',
    value: (attempt) =>
      attempt.endedAtMs === undefined ? undefined : duration(attempt.endedAtMs - attempt.startedAtMs),
  },
  { title: 'failure', value: (attempt) => attempt.failure?.message },
]
