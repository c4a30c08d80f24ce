import { inParallel } from '../../core/parallel.ts'
import type { ResponseOf } from '../../proto/client.ts'
import type { Client } from '../e2e/client.ts'
import { allPages } from '../e2e/pages.ts'

const pageSize = 1000
const AT_ONCE = 16

export type EventSummary = ResponseOf<'events', 'ListEvents'>['events'][number]
export type JobSummary = ResponseOf<'jobs', 'ListJobs'>['jobs'][number]
export type ArtifactSummary = ResponseOf<'artifacts', 'ListArtifacts'>['artifacts'][number]
export type FileSummary = ResponseOf<'artifacts', 'ListArtifactFiles'>['files'][number]

/** Those that have not expired. */
export async function allEvents(client: Client): Promise<EventSummary[]> {
  return await allPages(
    (pageToken) => client.call('events', 'ListEvents', { pageSize, pageToken }),
    ({ events }) => events,
  )
}

/** Those that have not expired. */
export async function allJobs(client: Client): Promise<JobSummary[]> {
  return await allPages(
    (pageToken) => client.call('jobs', 'ListJobs', { pageSize, pageToken }),
    ({ jobs }) => jobs,
  )
}

/** The deleted ones among them. */
export async function allArtifacts(client: Client): Promise<ArtifactSummary[]> {
  return await allPages(
    (pageToken) => client.call('artifacts', 'ListArtifacts', { pageSize, pageToken, deleted: true }),
    ({ artifacts }) => artifacts,
  )
}

export async function allFiles(client: Client, artifact: string): Promise<FileSummary[]> {
  return await allPages(
    (pageToken) => client.call('artifacts', 'ListArtifactFiles', { artifact, pageSize, pageToken }),
    ({ files }) => files,
  )
}

/** What becomes of each item, in their order; some are under way at once. */
export async function each<T, R>(list: readonly T[], of: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  await inParallel(list, AT_ONCE, async (item, index) => {
    results[index] = await of(item)
  })
  return results
}
