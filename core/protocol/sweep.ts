import { attemptId } from '../model/identity.ts'
import type { JobRecord } from '../model/job.ts'
import { isClosed, isLive } from '../model/transition.ts'
import type { Document, Write } from '../ports/document-store.ts'
import type { AttemptRef } from './change-job.ts'

/** An attempt that won't commit may have left blobs and staged parts: it stands here until they are gone. `id` is `attemptId`. */
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

/** Exactly those attempts are swept that can never count: a later one exists, or the job is closed and another committed, or it isn't live. */
export function maySweep(job: JobRecord | undefined, attempt: number): boolean {
  if (job === undefined) return true
  if (job.committed === attempt) return false
  if (job.attempt > attempt || isClosed(job.state)) return true
  return !isLive(job.state)
}
