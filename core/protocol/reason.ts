import type { JobRecord, ReasonRecord } from '../model/job.ts'
import type { Write } from '../ports/document-store.ts'

/** Records why a job was delayed, dropped, retried or changed. The same thing about the same attempt is one record. */
export function insertReason(
  job: Pick<JobRecord, 'id' | 'attempt'>,
  what: string,
  why: string,
  at: number,
): Write {
  const id = `${job.id}.${String(job.attempt)}.${what}.${at.toFixed(3)}`
  const document: ReasonRecord = { id, job: job.id, at, what, why }
  return { kind: 'insert', collection: 'reasons', document, keep: true }
}
