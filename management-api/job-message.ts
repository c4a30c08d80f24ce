import type { Failure } from '../core/model/failure.ts'
import { visibleState, type AttemptRecord, type JobRecord } from '../core/model/job.ts'
import { LEDGER_STAGES, overheadMs, type Ledger } from '../core/model/ledger.ts'
import { present } from '../core/model/present.ts'
import { isLive } from '../core/model/transition.ts'
import type { Attempt } from '../proto/generated/iteron/v1/Attempt.ts'
import type { Failure as FailureMessage } from '../proto/generated/iteron/v1/Failure.ts'
import type { Job } from '../proto/generated/iteron/v1/Job.ts'
import type { Ledger as LedgerMessage } from '../proto/generated/iteron/v1/Ledger.ts'

/** A job as lists show it. */
export function jobMessage(job: JobRecord): Job {
  return {
    ...present({
      reason: job.reason,
      dueAtMs: milliseconds(job.dueAt),
      startedAtMs: milliseconds(job.startedAt),
      endedAtMs: milliseconds(job.endedAt),
      failure: failureMessage(job.failure),
      join: job.join,
      expiredAtMs: milliseconds(job.expiredAt),
      outputEvents: job.committed === undefined ? undefined : job.children,
    }),
    id: job.id,
    module: job.moduleName,
    moduleId: job.module,
    moduleVersion: job.moduleVersion,
    state: visibleState(job),
    event: job.eventId,
    eventKey: job.event,
    eventType: job.eventType,
    correlationId: job.correlationId,
    attempts: job.attempt,
    createdAtMs: Math.round(job.createdAt),
    updatedAtMs: Math.round(job.updatedAt),
    root: job.root,
  }
}

/** An attempt of this job, as it was recorded when it ended; what came after its commit, the job knows. */
export function attemptMessage(
  attempt: AttemptRecord,
  job: JobRecord,
  environments: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Attempt {
  return {
    ...present({
      failure: failureMessage(attempt.failure),
      exitCode: attempt.exitCode,
      endedAtMs: milliseconds(attempt.endedAt),
      logSize: attempt.log?.size,
    }),
    environment: { ...environments.get(attempt.environment ?? '') },
    number: attempt.number,
    state: attempt.state,
    moduleVersion: attempt.moduleVersion,
    startedAtMs: Math.round(attempt.startedAt),
    ledger: ledgerMessage({ ...attempt.ledger, ...relayTime(attempt, job) }),
    insights: (attempt.insights ?? []).map(({ key, value }) => ({ key, valueJson: JSON.stringify(value) })),
  }
}

/** The attempt that is at work, of which there is no record yet. */
export function liveAttempt(job: JobRecord, ended: readonly AttemptRecord[]): Attempt[] {
  if (!isLive(job.state) || ended.some((attempt) => attempt.number === job.attempt)) return []
  const startedAt = job.startedAt ?? job.claimedAt ?? job.updatedAt
  return [
    {
      number: job.attempt,
      state: 'running',
      moduleVersion: job.moduleVersion,
      startedAtMs: Math.round(startedAt),
    },
  ]
}

/** From the end of the commit until the outputs were relayed. */
function relayTime({ number, ledger: { commit } }: AttemptRecord, job: JobRecord): Pick<Ledger, 'relay'> {
  if (number !== job.committed || commit === undefined || job.relayedAt === undefined) return {}
  const from = commit[1]
  return { relay: [from, Math.max(from, job.relayedAt)] }
}

function ledgerMessage(ledger: Ledger): LedgerMessage {
  return {
    stages: LEDGER_STAGES.flatMap((stage) => {
      const span = ledger[stage]
      return span === undefined ? [] : [{ stage, fromMs: span[0], toMs: span[1] }]
    }),
    overheadMs: overheadMs(ledger),
    filesIn: ledger.filesIn ?? 0,
    bytesIn: ledger.bytesIn ?? 0,
    filesOut: ledger.filesOut ?? 0,
    bytesOut: ledger.bytesOut ?? 0,
    deduplicated: ledger.deduplicated ?? 0,
  }
}

function failureMessage(failure: Failure | undefined): FailureMessage | undefined {
  if (failure === undefined) return undefined
  const { class: kind, message, exitCode, hint } = failure
  return { class: kind, message, ...present({ exitCode, hint }) }
}

/** Times are kept with fractions; int64 fields take none. */
export function milliseconds(time: number | undefined): number | undefined {
  return time === undefined ? undefined : Math.round(time)
}
