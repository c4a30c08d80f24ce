import { jobId } from '../../../core/model/identity.ts'
import type { ResponseOf } from '../../../proto/client.ts'
import type { Client, Job } from '../../e2e/client.ts'
import type { Ledger } from './ledger.ts'

const PAGE = 1000
const AT_ONCE = 16

export type EventSummary = ResponseOf<'events', 'ListEvents'>['events'][number]
export type ArtifactSummary = ResponseOf<'artifacts', 'ListArtifacts'>['artifacts'][number]

/** All that the installation knows, tombstones included. */
export interface Account {
  readonly events: readonly EventSummary[]
  /** With their attempts, unless they have expired. */
  readonly jobs: readonly Job[]
  readonly artifacts: readonly ArtifactSummary[]
}

/** Reads everything by the management API. Lists leave expired ones out: they are asked for by the ids they must have. */
export async function accountOf(
  client: Client,
  ledger: Ledger,
  modules: ReadonlyMap<string, string>,
): Promise<Account> {
  const events = await pages(async (pageToken) => {
    const answer = await client.call('events', 'ListEvents', { pageSize: PAGE, pageToken })
    return { items: answer.events, next: answer.nextPageToken }
  })
  const jobs = await pages(async (pageToken) => {
    const answer = await client.call('jobs', 'ListJobs', { pageSize: PAGE, pageToken })
    return { items: answer.jobs, next: answer.nextPageToken }
  })
  const artifacts = await pages(async (pageToken) => {
    const request = { pageSize: PAGE, pageToken, deleted: true }
    const answer = await client.call('artifacts', 'ListArtifacts', request)
    return { items: answer.artifacts, next: answer.nextPageToken }
  })
  const notes = ledger.list.filter(({ kind }) => kind === 'note').map(({ key }) => key)
  const known = new Set(events.map(({ key }) => key))
  const expired = await each(
    notes.filter((key) => !known.has(key)),
    (event) => client.call('events', 'GetEvent', { event }),
  )
  const ids = new Set([...jobs.map(({ id }) => id), ...notes.map((key) => jobId(key, modules.get('stamp')!))])
  return {
    events: [...events, ...expired],
    jobs: await each([...ids], (id) => client.job(id)),
    artifacts,
  }
}

/** The digest of the one file of an artifact. */
export async function digestIn(client: Client, artifact: string): Promise<string> {
  const { files } = await client.call('artifacts', 'ListArtifactFiles', { artifact })
  return files[0]?.digest ?? ''
}

/** All pages of a list. */
async function pages<T>(page: (token: string) => Promise<{ items: T[]; next: string }>): Promise<T[]> {
  const all: T[] = []
  let next = ''
  do {
    const answer = await page(next)
    all.push(...answer.items)
    next = answer.next
  } while (next !== '')
  return all
}

/** In order, some at a time. */
export async function each<T, R>(list: readonly T[], of: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let from = 0; from < list.length; from += AT_ONCE)
    results.push(...(await Promise.all(list.slice(from, from + AT_ONCE).map(of))))
  return results
}
