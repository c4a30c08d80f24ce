import type { ArtifactRecord, ManifestPart } from '../model/artifact.ts'
import type { EventRecord } from '../model/event.ts'
import { garbageId, type GarbageKind, type GarbageRecord } from '../model/garbage.ts'
import type { AttemptRecord, JobRecord } from '../model/job.ts'
import { CLOSED_STATES } from '../model/transition.ts'
import type { Write } from '../ports/document-store.ts'

/**
 * What is deleted leaves a tombstone: its id, dates, digest and place in the tree and in lineage, so that a duplicate
 * is still one. Each function gives the writes of one thing, in an order in which they may stop anywhere and be done
 * again: what may be garbage is written down before its reference goes.
 */

type NewGarbage = GarbageRecord extends infer R ? (R extends unknown ? Omit<R, 'id'> : never) : never

/** Also if it is recorded already: who looks at it at this moment may have seen the reference that is about to go. */
export function insertGarbage(key: string, record: NewGarbage): Write[] {
  const document = { ...record, id: garbageId(record.kind, key) } as GarbageRecord
  return [
    { kind: 'insert', collection: 'garbage', document, keep: true },
    { kind: 'update', collection: 'garbage', id: document.id, change: { unset: ['judged'] } },
  ]
}

export function dropGarbage(kind: GarbageKind, key: string): Write {
  return { kind: 'delete', collection: 'garbage', id: garbageId(kind, key) }
}

/** A handled event: type, source, digest and dates stay, data and files go. */
export function expireEvent(event: EventRecord, now: number): Write[] {
  const apart = [event.dataAt, event.filesAt].flatMap((ref) =>
    ref === undefined ? [] : insertGarbage(ref.key, { kind: 'list', key: ref.key, size: ref.size }),
  )
  const unset = ['dataAt', 'filesAt', 'artifacts', 'routes', 'subject', 'traceparent']
  return [
    ...apart,
    {
      kind: 'update',
      collection: 'events',
      id: event.id,
      guard: { state: 'handled', expiredAt: { $exists: false } },
      change: { set: { expiredAt: now, data: {}, files: [] }, unset },
    },
    // Once more: who looked at it before saw that the event refers to it.
    ...apart,
  ]
}

/** A closed job: it stays as a node, its attempts and reasons go. */
export function expireJob(
  job: Pick<JobRecord, 'id'>,
  attempts: readonly AttemptRecord[],
  reasons: readonly { readonly id: string }[],
  now: number,
): Write[] {
  return [
    ...attempts.flatMap(({ log }) => (log === undefined ? [] : garbageLog(log))),
    ...attempts.map(({ id }): Write => ({ kind: 'delete', collection: 'attempts', id })),
    ...reasons.map(({ id }): Write => ({ kind: 'delete', collection: 'reasons', id })),
    {
      kind: 'update',
      collection: 'jobs',
      id: job.id,
      guard: { state: { $in: CLOSED_STATES }, expiredAt: { $exists: false } },
      change: { set: { expiredAt: now } },
    },
  ]
}

/** An attempt's log, while the attempt stays. */
export function expireLog(attempt: Pick<AttemptRecord, 'id' | 'log'>, now: number): Write[] {
  if (attempt.log === undefined) return []
  return [
    ...garbageLog(attempt.log),
    {
      kind: 'update',
      collection: 'attempts',
      id: attempt.id,
      change: { set: { logExpiredAt: now }, unset: ['log', 'loggedAt'] },
    },
  ]
}

function garbageLog({ key, size }: NonNullable<AttemptRecord['log']>): Write[] {
  return insertGarbage(key, { kind: 'log', key, size })
}

/** Metadata and manifest of the artifact are to go. */
export function recordDeleted({ id }: Pick<ArtifactRecord, 'id'>): Write[] {
  return insertGarbage(id, { kind: 'artifact', artifact: id })
}

/** An artifact turns into its tombstone; metadata and manifest are garbage from then on. */
export function buryArtifact({ id }: Pick<ArtifactRecord, 'id'>, now: number): Write[] {
  return [
    ...recordDeleted({ id }),
    {
      kind: 'update',
      collection: 'artifacts',
      id,
      guard: { deletedAt: { $exists: false } },
      change: { set: { deletedAt: now } },
    },
    // Once more: who looked at it before the mark found nothing to do.
    ...recordDeleted({ id }),
  ]
}

/** It is needed after all: refused once its removal has begun. That it was recorded as garbage is found to be over. */
export function exhumeArtifact(id: string): Write[] {
  const guard = { removing: { $exists: false } }
  return [{ kind: 'update', collection: 'artifacts', id, guard, change: { unset: ['deletedAt'] } }]
}

/** From here on nothing brings it back. */
export function removeArtifact(id: string): Write {
  const guard = { deletedAt: { $exists: true } }
  return { kind: 'update', collection: 'artifacts', id, guard, change: { set: { removing: true } } }
}

/** A piece of a deleted artifact's manifest: each of its files may have lost its last reference. */
export function dropManifestPart(part: ManifestPart): Write[] {
  return [
    ...part.files.flatMap(({ digest, key, size }) =>
      insertGarbage(key, { kind: 'content', digest, key, size }),
    ),
    { kind: 'delete', collection: 'manifests', id: part.id },
  ]
}
