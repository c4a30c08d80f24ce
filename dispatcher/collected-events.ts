import type { EventRecord } from '../core/model/event.ts'
import { compareText } from '../core/model/order.ts'
import type { DocumentStore } from '../core/ports/document-store.ts'

/** Ids that are listed at a time. */
const PAGE = 5000
/** Events that are in memory at a time, and read by their ids. */
const FEW = 100

/**
 * The events of these types below a root, ordered by their event ids; the set is fixed, for the scope has settled.
 * Their ids are listed and sorted first: no index has a scope's events in that order, and sorting them for each page
 * would cost the square of their number.
 */
export async function* collectedEvents(
  store: DocumentStore,
  root: string,
  types: readonly string[],
): AsyncGenerator<EventRecord> {
  const places = await placesOf(store, root, types)
  for (let at = 0; at < places.length; at += FEW) {
    const ids = places.slice(at, at + FEW).map(({ id }) => id)
    const query = { filter: { id: { $in: ids } }, limit: FEW }
    const { documents } = await store.find<EventRecord>('events', query)
    const byId = new Map(documents.map((event) => [event.id, event]))
    for (const id of ids) {
      const event = byId.get(id)
      if (event !== undefined) yield event
    }
  }
}

async function placesOf(
  store: DocumentStore,
  root: string,
  types: readonly string[],
): Promise<Pick<EventRecord, 'id' | 'eventId'>[]> {
  const places: Pick<EventRecord, 'id' | 'eventId'>[] = []
  let after: string | undefined
  do {
    const page = await store.find<EventRecord>('events', {
      filter: { scopes: root, type: { $in: types } },
      fields: ['eventId'],
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    })
    for (const { id, eventId } of page.documents) places.push({ id, eventId })
    after = page.next
  } while (after !== undefined)
  return places.sort((a, b) => compareText(a.eventId, b.eventId) || compareText(a.id, b.id))
}
