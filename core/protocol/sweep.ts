import { attemptId } from '../model/identity.ts'
import type { JobRecord } from '../model/job.ts'
import { isClosed, isLive } from '../model/transition.ts'
import type { Document, Write } from '../ports/document-store.ts'
import type { AttemptRef } from './change-job.ts'

/**
 * An attempt that won't commit may have left blobs and staged parts: it stands here until they are gone. `id` is
 * `attemptId`.
 */
export interface SweepRecord extends Document {
  readonly job: string
  readonly attempt: number
}

export function insertSweep(ref: Pick<AttemptRef, 'job' | 'attempt'>): Write {
  const document: SweepRecord = { id: attemptId(ref.job, ref.attempt), job: ref.job, attempt: ref.attempt }
  return { kind: 'insert', collection: 'sweeps', document, keep: true }
}

export function dropSweep(id: string): Write {
  return { kind: 'delete', collection: 'sweeps', id }
}

/**
 * What may be done with what an attempt left. `sweep`: it can never count, since a later one exists, or the job is
 * closed and another
 * committed, or it isn't live. `keep`: it committed; whoever recorded it to be swept didn't know that yet. `wait`: it
 * may still commit.
 */
export function sweepingOf(job: JobRecord | undefined, attempt: number): 'sweep' | 'keep' | 'wait' {
  if (job === undefined) return 'sweep'
  if (job.committed === attempt) return 'keep'
  if (job.attempt > attempt || isClosed(job.state)) return 'sweep'
  return isLive(job.state) ? 'wait' : 'sweep'
}
