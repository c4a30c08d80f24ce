import { jobId } from '../../../core/model/identity.ts'
import type { Client, Job } from '../../e2e/client.ts'
import {
  allArtifacts,
  allEvents,
  allJobs,
  each,
  type ArtifactSummary,
  type EventSummary,
} from '../whole-lists.ts'
import type { Ledger } from './ledger.ts'

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
  const events = await allEvents(client)
  const jobs = await allJobs(client)
  const artifacts = await allArtifacts(client)
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
