import type { EventRecord } from '../model/event.ts'
import type { JobRecord } from '../model/job.ts'
import { CLOSED_STATES } from '../model/transition.ts'
import type { Document, DocumentStore } from '../ports/document-store.ts'

/** What one reading of a scope (or of a whole tree) found. */
export interface ScopeReading {
  /** Nodes that have closed. */
  readonly closed: number
  /** The sum of the closed nodes' children. */
  readonly children: number
  readonly failed: number
  /** Waiting `all` joins whose own scope holds a failed or blocked job, outermost first. */
  readonly blocked: readonly JobRecord[]
}

/**
 * Nothing in the scope can happen any more. Only true of two agreeing readings, the second begun after the first ended.
 */
export function hasSettled(reading: ScopeReading): boolean {
  return reading.closed === 1 + reading.children
}

/** Nothing in it goes on by itself: what is open has failed, or waits for something that has. */
export function isAtRest(reading: ScopeReading): boolean {
  return reading.closed + reading.failed + reading.blocked.length === 1 + reading.children
}

export function agree(a: ScopeReading, b: ScopeReading): boolean {
  return (
    a.closed === b.closed &&
    a.children === b.children &&
    a.failed === b.failed &&
    a.blocked.length === b.blocked.length &&
    a.blocked.every((job, n) => job.id === b.blocked[n]?.id)
  )
}

/** Reads the scope rooted at an event: everything under it, the root's own joining jobs left out. */
export async function readScope(store: DocumentStore, root: string): Promise<ScopeReading> {
  const [event, events, jobs, failed, blocked] = await Promise.all([
    store.get<EventRecord>('events', root),
    store.tally('events', { scopes: root, state: { $ne: 'pending' } }, 'children'),
    store.tally('jobs', { scopes: root, state: { $in: CLOSED_STATES } }, 'children'),
    store.tally('jobs', { scopes: root, state: 'failed' }),
    blockedJoins(store, { scopes: root }),
  ])
  const closed = event !== undefined && event.state !== 'pending'
  return {
    closed: events.count + jobs.count + (closed ? 1 : 0),
    children: events.sum + jobs.sum + (closed ? (event.ownChildren ?? 0) : 0),
    failed: failed.count,
    blocked,
  }
}

/** Reads the whole tree of an outside event, joins counted. */
export async function readTree(store: DocumentStore, root: string): Promise<ScopeReading> {
  const [events, jobs, failed, blocked] = await Promise.all([
    store.tally('events', { root, state: { $ne: 'pending' } }, 'children'),
    store.tally('jobs', { root, state: { $in: CLOSED_STATES } }, 'children'),
    store.tally('jobs', { root, state: 'failed' }),
    blockedJoins(store, { root }),
  ])
  return { closed: events.count + jobs.count, children: events.sum + jobs.sum, failed: failed.count, blocked }
}

/** Waiting `all` joins among the jobs of a scope or tree that can't run as things are. */
async function blockedJoins(
  store: DocumentStore,
  within: { scopes: string } | { root: string },
): Promise<JobRecord[]> {
  const waiting = await all<JobRecord>(store, 'jobs', {
    ...within,
    state: 'waiting',
    join: { $exists: true },
  })
  if (waiting.length === 0) return []
  const blocked = new Map<string, JobRecord>()
  // Innermost first: a blocked join blocks those around it.
  for (const job of waiting.sort((a, b) => b.scopes.length - a.scopes.length || (a.id < b.id ? -1 : 1))) {
    if (job.join === 'all' && (await isBlocked(store, job, blocked))) blocked.set(job.id, job)
  }
  return [...blocked.values()].reverse()
}

async function isBlocked(
  store: DocumentStore,
  join: JobRecord,
  inner: ReadonlyMap<string, JobRecord>,
): Promise<boolean> {
  if ([...inner.values()].some((job) => job.scopes.includes(join.event))) return true
  return (await store.tally('jobs', { scopes: join.event, state: 'failed' })).count > 0
}

/** All documents that match, page by page. For sets that are known to be small. */
export async function all<T extends Document>(
  store: DocumentStore,
  collection: string,
  filter: Parameters<DocumentStore['tally']>[1],
  fields?: readonly string[],
): Promise<T[]> {
  const found: T[] = []
  let after: string | undefined
  do {
    const page = await store.find<T>(collection, {
      filter,
      limit: 1000,
      ...(after === undefined ? {} : { after }),
      ...(fields === undefined ? {} : { fields }),
    })
    found.push(...page.documents)
    after = page.next
  } while (after !== undefined)
  return found
}
