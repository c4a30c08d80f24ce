import type { Filter } from '../model/filter.ts'
import { visibleState, type JobRecord } from '../model/job.ts'
import type { JobState } from '../model/transition.ts'
import type { DocumentStore } from '../ports/document-store.ts'
import { stateCounts } from './statistics.ts'

/** So many jobs are rather read than counted state by state. */
const FEW = 1000

/** Events or jobs of a trace that haven't expired. */
export function ofTrace(correlationId: string): Filter {
  return { expiredAt: { $exists: false }, correlationId }
}

/** How many events a trace has, and jobs by the state that users see. */
export async function traceCounts(store: DocumentStore, correlationId: string) {
  const filter = ofTrace(correlationId)
  const [events, jobs] = await Promise.all([store.tally('events', filter), jobCounts(store, filter)])
  return { events: events.count, jobs }
}

async function jobCounts(store: DocumentStore, filter: Filter): Promise<Map<JobState, number>> {
  const page = await store.find<JobRecord>('jobs', { filter, limit: FEW, fields: ['state', 'relayed'] })
  if (page.next !== undefined) return stateCounts(store, filter)
  const counts = new Map<JobState, number>()
  for (const job of page.documents) {
    const state = visibleState(job)
    counts.set(state, (counts.get(state) ?? 0) + 1)
  }
  return counts
}
