import type { JobRecord } from '../model/job.ts'
import type { Write } from '../ports/document-store.ts'
import type { Row, StagedPart } from './commit.ts'

/** R1: a staged row becomes a record. What is there already stays: the step may be repeated. */
export function insertRow(row: Row): Write {
  return { kind: 'insert', collection: row.collection, document: row.document, keep: true }
}

/**
 * R1 is for a job that isn't relayed yet: what it inserts may be removed once it is, and who is late would bring it
 * back.
 */
export function beingRelayed(job: Pick<JobRecord, 'id' | 'committed'>): Write {
  const guard = { state: 'succeeded', committed: job.committed ?? null, relayed: false }
  return { kind: 'check', collection: 'jobs', id: job.id, guard }
}

/** R2, refused unless exactly the parts that C3 counted were there. */
export function markRelayed(
  job: Pick<JobRecord, 'id'>,
  attempt: number,
  partsSeen: number,
  now: number,
): Write {
  return {
    kind: 'update',
    collection: 'jobs',
    id: job.id,
    guard: { state: 'succeeded', committed: attempt, relayed: false, parts: partsSeen },
    change: { set: { relayed: true, relayedAt: now, updatedAt: now } },
  }
}

/** The staged part is no longer needed. */
export function dropPart(part: Pick<StagedPart, 'id'>): Write {
  return { kind: 'delete', collection: 'staged', id: part.id }
}
