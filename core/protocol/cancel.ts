import type { EventRecord } from '../model/event.ts'
import type { JobRecord } from '../model/job.ts'
import type { DocumentStore, Write } from '../ports/document-store.ts'

/**
 * The roots whose marks an event or job looks at: all enclosing ones and the outside event; for a joining job its own
 * root's too.
 */
export function rootsOf(
  node: Pick<EventRecord, 'scopes' | 'root'> | Pick<JobRecord, 'scopes' | 'root' | 'join' | 'event'>,
): string[] {
  const own = 'join' in node ? [node.event] : []
  return [...new Set([...node.scopes, node.root, ...own])]
}

/** Why the tree of a node is cancelled, if it is. */
export async function cancelReasonOf(
  store: DocumentStore,
  node: Parameters<typeof rootsOf>[0],
): Promise<string | undefined> {
  const marks = await marksOf(store, rootsOf(node))
  return marks.values().next().value
}

/** Reasons of the marked ones among some roots. */
export async function marksOf(store: DocumentStore, roots: readonly string[]): Promise<Map<string, string>> {
  const marks = new Map<string, string>()
  for (let n = 0; n < roots.length; n += 100) {
    const page = await store.find<EventRecord>('events', {
      filter: { id: { $in: roots.slice(n, n + 100) }, cancelledAt: { $exists: true } },
      limit: 100,
      fields: ['cancelReason'],
    })
    for (const event of page.documents) marks.set(event.id, event.cancelReason ?? 'cancelled')
  }
  return marks
}

/** Checks within an atomic batch that none of the enclosing roots is marked. */
export function notCancelled(events: readonly Pick<EventRecord, 'scopes' | 'root'>[]): Write[] {
  const roots = new Set(events.flatMap((event) => rootsOf(event)))
  return [...roots].map((id) => ({
    kind: 'check',
    collection: 'events',
    id,
    guard: { cancelledAt: { $exists: false } },
  }))
}
