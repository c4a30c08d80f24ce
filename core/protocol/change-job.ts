import type { Filter } from '../model/filter.ts'
import type { JobRecord } from '../model/job.ts'
import { sourcesOf, targetOf, type JobChange } from '../model/transition.ts'
import type { Write } from '../ports/document-store.ts'

/** The (job, attempt) that a write is for: only who has the current token changes the job. */
export interface AttemptRef {
  readonly job: string
  readonly attempt: number
  readonly token: string
}

/** The current attempt of a job that has been claimed. */
export function refOf(job: Pick<JobRecord, 'id' | 'attempt' | 'token'>): AttemptRef {
  return { job: job.id, attempt: job.attempt, token: job.token ?? '' }
}

/** A change of a job's state, guarded by the states from which it is possible and by what else must hold. */
export function changeJob(
  job: string,
  change: JobChange,
  set: Readonly<Record<string, unknown>>,
  options: { guard?: Filter; unset?: readonly string[]; increment?: Readonly<Record<string, number>> } = {},
): Write {
  return {
    kind: 'update',
    collection: 'jobs',
    id: job,
    guard: { ...options.guard, state: { $in: sourcesOf(change) } },
    change: {
      set: { ...set, state: targetOf(change) },
      ...(options.unset === undefined ? {} : { unset: options.unset }),
      ...(options.increment === undefined ? {} : { increment: options.increment }),
    },
  }
}

/** The guard of whatever an attempt writes into its job. */
export function fenced(ref: AttemptRef): Filter {
  return { attempt: ref.attempt, token: ref.token }
}

/** What the end of an attempt takes out of the job; `holds` goes too, since its processes are gone by then. */
export const ATTEMPT_FIELDS = ['token', 'owner', 'beat', 'holds', 'dueAt', 'startedAt', 'claimedAt'] as const

/** `holds` goes when the executor says that the processes are gone, whatever the job's state. */
export function releaseHolds(ref: AttemptRef): Write {
  return {
    kind: 'update',
    collection: 'jobs',
    id: ref.job,
    guard: { holds: ref.token },
    change: { unset: ['holds'] },
  }
}

/** Closes a job that nobody will run (again): cancelled, or discarded. It has no children, and that is final. */
export function closeJob(
  job: string,
  change: 'cancel' | 'discard',
  reason: string,
  now: number,
  guard: Filter = {},
): Write {
  return changeJob(
    job,
    change,
    { reason, children: 0, endedAt: now, updatedAt: now },
    { guard, unset: ['dueAt'] },
  )
}

/** Back to the queue by hand: the tries begin anew, the attempt numbers don't. */
export function redriveJob(job: Pick<JobRecord, 'id'>, reason: string, now: number): Write {
  return changeJob(
    job.id,
    'redrive',
    { reason, tries: 0, losses: 0, stagingFailures: 0, queuedAt: now, updatedAt: now },
    { unset: ['failure', 'endedAt'] },
  )
}
