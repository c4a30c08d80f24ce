import type { DocumentStore, Page } from '../ports/document-store.ts'
import { eventFilter, LISTED, type EventFilter, type EventSummary } from './event-summary.ts'
import { newestFirst, type PageRequest } from './page.ts'
import { ofTrace } from './trace.ts'

/** Events of some sources, newest first, without data and files. */
export function listEvents(
  store: DocumentStore,
  filter: EventFilter & { readonly sources: readonly string[] },
  page: PageRequest,
): Promise<Page<EventSummary>> {
  const wanted = { ...eventFilter(filter), source: { $in: filter.sources } }
  return newestFirst<EventSummary>(store, 'events', wanted, 'storedAt', page, LISTED)
}

/** Outside events, each the root of a tree, newest first. */
export function listRoots(
  store: DocumentStore,
  filter: EventFilter,
  page: PageRequest,
): Promise<Page<EventSummary>> {
  const wanted = { ...eventFilter(filter), job: { $exists: false } }
  return newestFirst<EventSummary>(store, 'events', wanted, 'storedAt', page, LISTED)
}

/** The event that a trace began with, as far as it is known; undefined if nothing has the correlation id. */
export async function firstOfTrace(
  store: DocumentStore,
  correlationId: string,
): Promise<EventSummary | undefined> {
  const page = await store.find<EventSummary>('events', {
    filter: { ...ofTrace(correlationId), job: { $exists: false } },
    sort: { field: 'storedAt' },
    limit: 1,
    fields: LISTED,
  })
  return page.documents[0]
}
