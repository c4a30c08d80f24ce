import { counts, decideRetry, type Failure, type RetryPolicy } from '../model/failure.ts'
import type { AttemptRecord, JobRecord } from '../model/job.ts'
import type { Write } from '../ports/document-store.ts'
import { ATTEMPT_FIELDS, changeJob, fenced, type AttemptRef } from './change-job.ts'
import { insertReason } from './reason.ts'
import { insertRow } from './relay.ts'
import { insertSweep } from './sweep.ts'

export interface FailedAttempt {
  /** The job as it was claimed: the attempt's counts are from then. */
  readonly job: JobRecord
  readonly ref: AttemptRef
  readonly record: AttemptRecord
  readonly failure: Failure
  readonly policy: RetryPolicy
  /** In [0, 1). */
  readonly jitter: number
  readonly now: number
}

/** Index of the write that decides: refused means that the job is somebody else's. */
export const FAIL_DECIDES = 1

/** The writes that end a failed attempt: again later, again at once, or the job has failed. */
export function failAttempt({ job, ref, record, failure, policy, jitter, now }: FailedAttempt): Write[] {
  const tries = job.tries + (counts(failure.class) ? 1 : 0)
  const losses = failure.class === 'lost' ? job.losses + 1 : 0
  const stagingFailures = failure.class === 'staging' ? job.stagingFailures + 1 : 0
  const decision = decideRetry(failure, { counted: tries, losses, staging: stagingFailures }, policy, jitter)
  const common = {
    tries,
    losses,
    stagingFailures,
    failure,
    moduleVersion: record.moduleVersion,
    updatedAt: now,
  }
  const options = { guard: fenced(ref), unset: ATTEMPT_FIELDS.filter((field) => field !== 'dueAt') }
  const [change, what, why] = decision.again
    ? decision.afterMs === 0
      ? ([
          changeJob(job.id, 'lose', { ...common, queuedAt: now, reason: failure.message }, options),
          'tried again',
          failure.message,
        ] as const)
      : ([
          changeJob(
            job.id,
            'retry',
            { ...common, dueAt: now + decision.afterMs, reason: retryReason(failure, decision.afterMs) },
            options,
          ),
          'tried again later',
          retryReason(failure, decision.afterMs),
        ] as const)
    : ([
        changeJob(job.id, 'fail', { ...common, reason: failure.message, endedAt: now }, options),
        'failed',
        failure.message,
      ] as const)
  return [
    insertSweep(ref),
    change,
    insertRow({ collection: 'attempts', document: record }),
    insertReason({ id: job.id, attempt: ref.attempt }, what, why, now),
  ]
}

function retryReason(failure: Failure, afterMs: number): string {
  return `${failure.message}; tried again after ${(afterMs / 1000).toFixed(1)} s`
}
