import type { ContentRecord } from '../model/artifact.ts'
import type { Filter } from '../model/filter.ts'
import type { Write } from '../ports/document-store.ts'

/**
 * How bytes are freed: *condemned* by compare-and-set, then references are looked for, staged ones first, committed
 * ones next; with any it is *live* again, with none *deleting*, which is never taken back. Who refers to content does
 * it the other way round: the reference is staged, then the row is read, and only *live* will do. Each condemnation has
 * a token of its own, so that of two collectors at most one goes on.
 */
export function condemn(
  content: Pick<ContentRecord, 'id' | 'key' | 'state' | 'token'>,
  token: string,
): Write {
  const { id, key, state } = content
  const held: Filter =
    state === 'condemned' ? { state, key, token: content.token ?? null } : { state: 'live', key }
  return change(id, held, { set: { state: 'condemned', token } })
}

/** Somebody refers to it. */
export function acquit(digest: string, token: string): Write {
  return change(digest, { state: 'condemned', token }, { set: { state: 'live' }, unset: ['token'] })
}

/** Nobody does: the bytes may go. */
export function execute(digest: string, token: string): Write {
  return change(digest, { state: 'condemned', token }, { set: { state: 'deleting' } })
}

/** The bytes are gone. */
export function dropContent(digest: string, key: string): Write {
  return { kind: 'delete', collection: 'contents', id: digest, guard: { state: 'deleting', key } }
}

/** Refused unless the content may be referred to, at this key, at the moment of the batch. */
export function mustBeLive(digest: string, key: string): Write {
  return { kind: 'check', collection: 'contents', id: digest, guard: { state: 'live', key } }
}

function change(
  id: string,
  guard: Filter,
  change: { set: Record<string, unknown>; unset?: string[] },
): Write {
  return { kind: 'update', collection: 'contents', id, guard, change }
}
