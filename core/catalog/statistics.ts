import type { EventRecord } from '../model/event.ts'
import type { Filter } from '../model/filter.ts'
import type { AttemptRecord, JobRecord } from '../model/job.ts'
import type { ModuleRecord } from '../model/module-spec.ts'
import { JOB_STATES, LIVE_STATES, type JobState } from '../model/transition.ts'
import type { DocumentStore } from '../ports/document-store.ts'

/** Numbers about one module's jobs. */
export interface ModuleStatistics {
  readonly jobsByState: ReadonlyMap<JobState, number>
  /** When its newest job was made, milliseconds since 1970. */
  readonly lastEventAt?: number
  /** Time of the module stage over attempts that succeeded, milliseconds. */
  readonly durations: {
    readonly samples: number
    readonly min: number
    readonly avg: number
    readonly max: number
  }
}

/** How many jobs there are in each state that users see; only states that occur. */
export async function stateCounts(store: DocumentStore, filter: Filter): Promise<Map<JobState, number>> {
  const [unrelayed, ...tallies] = await Promise.all([
    store.tally('jobs', { ...filter, state: 'succeeded', relayed: false }),
    ...JOB_STATES.map((state) => store.tally('jobs', { ...filter, state })),
  ])
  const counts = new Map(JOB_STATES.map((state, n) => [state, tallies[n]?.count ?? 0]))
  counts.set('succeeded', Math.max(0, (counts.get('succeeded') ?? 0) - unrelayed.count))
  counts.set('committing', (counts.get('committing') ?? 0) + unrelayed.count)
  return new Map([...counts].filter(([, count]) => count > 0))
}

export async function moduleStatistics(
  store: DocumentStore,
  module: Pick<ModuleRecord, 'id'>,
): Promise<ModuleStatistics> {
  const filter = { module: module.id, state: 'succeeded' }
  const edge = (descending: boolean) =>
    store.find<AttemptRecord>('attempts', {
      filter,
      sort: { field: 'moduleMs', descending },
      limit: 1,
      fields: ['moduleMs'],
    })
  const [jobsByState, newest, sum, shortest, longest] = await Promise.all([
    stateCounts(store, { module: module.id }),
    store.find<JobRecord>('jobs', {
      filter: { module: module.id, expiredAt: { $exists: false } },
      sort: { field: 'createdAt', descending: true },
      limit: 1,
      fields: ['createdAt'],
    }),
    store.tally('attempts', filter, 'moduleMs'),
    edge(false),
    edge(true),
  ])
  const lastEventAt = newest.documents[0]?.createdAt
  return {
    jobsByState,
    ...(lastEventAt === undefined ? {} : { lastEventAt }),
    durations: {
      samples: sum.count,
      min: shortest.documents[0]?.moduleMs ?? 0,
      avg: sum.count === 0 ? 0 : sum.sum / sum.count,
      max: longest.documents[0]?.moduleMs ?? 0,
    },
  }
}

/** When the newest event was accepted, milliseconds since 1970. */
export async function lastEventAt(store: DocumentStore): Promise<number | undefined> {
  const page = await store.find<EventRecord>('events', {
    filter: { expiredAt: { $exists: false } },
    sort: { field: 'storedAt', descending: true },
    limit: 1,
    fields: ['acceptedAt'],
  })
  return page.documents[0]?.acceptedAt
}

/** Jobs of some stored states, by when they were queued; a state at a time, for then an index has the order. */
export async function jobsIn(
  store: DocumentStore,
  states: readonly JobState[],
  limit: number,
  descending = false,
): Promise<{ jobs: JobRecord[]; total: number }> {
  const sort = { field: 'queuedAt', descending }
  const [{ count: total }, ...pages] = await Promise.all([
    store.tally('jobs', { state: { $in: states } }),
    ...states.map((state) => store.find<JobRecord>('jobs', { filter: { state }, sort, limit })),
  ])
  const sign = descending ? -1 : 1
  const jobs = pages.flatMap(({ documents }) => documents).sort((a, b) => sign * (a.queuedAt - b.queuedAt))
  return { jobs: jobs.slice(0, limit), total }
}

/** States of jobs that an attempt is at work for. */
export const AT_WORK: readonly JobState[] = LIVE_STATES
