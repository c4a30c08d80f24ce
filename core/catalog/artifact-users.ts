import type { EventRecord } from '../model/event.ts'
import type { JobRecord } from '../model/job.ts'
import { isClosed, JOB_STATES } from '../model/transition.ts'
import type { DocumentStore, Page } from '../ports/document-store.ts'

const OPEN_STATES = JOB_STATES.filter((state) => !isClosed(state))
const PAGE = 200

/** Who may still read an artifact's files. */
export type ArtifactUser =
  | { readonly kind: 'event'; readonly id: string; readonly state: string }
  | { readonly kind: 'job'; readonly id: string; readonly state: string }

/**
 * An event that passes on a file of the artifact and isn't handled yet, a job of such an event that hasn't ended for
 * good, or a join that may collect it. Undefined: nobody will read it any more.
 */
export async function userOf(store: DocumentStore, artifact: string): Promise<ArtifactUser | undefined> {
  for (const field of ['files.artifact', 'artifacts']) {
    let after: string | undefined
    do {
      const page: Page<EventRecord> = await store.find<EventRecord>('events', {
        filter: { [field]: artifact },
        limit: PAGE,
        fields: ['state', 'scopes'],
        ...(after === undefined ? {} : { after }),
      })
      for (const event of page.documents) {
        const user = await userAmong(store, event)
        if (user !== undefined) return user
      }
      after = page.next
    } while (after !== undefined)
  }
  return undefined
}

async function userAmong(
  store: DocumentStore,
  { id, state, scopes }: Pick<EventRecord, 'id' | 'state' | 'scopes'>,
): Promise<ArtifactUser | undefined> {
  if (state !== 'handled') return { kind: 'event', id, state }
  return (
    (await openJob(store, { event: id })) ??
    (await openRoot(store, scopes)) ??
    (await openJoin(store, scopes))
  )
}

/** Its joins may not be there yet. */
async function openRoot(store: DocumentStore, scopes: readonly string[]): Promise<ArtifactUser | undefined> {
  for (const id of scopes) {
    const root = await store.get<EventRecord>('events', id)
    if (root !== undefined && root.state !== 'handled') return { kind: 'event', id, state: root.state }
  }
  return undefined
}

/** What a join will collect isn't known before it runs: any event of its scope may be part of it. */
async function openJoin(store: DocumentStore, scopes: readonly string[]): Promise<ArtifactUser | undefined> {
  return scopes.length === 0 ? undefined : openJob(store, { event: { $in: scopes }, join: { $exists: true } })
}

async function openJob(
  store: DocumentStore,
  which: {
    readonly event: string | { readonly $in: readonly string[] }
    readonly join?: { readonly $exists: true }
  },
): Promise<ArtifactUser | undefined> {
  const { documents } = await store.find<JobRecord>('jobs', {
    filter: { ...which, state: { $in: OPEN_STATES } },
    limit: 1,
    fields: ['state'],
  })
  const [job] = documents
  return job === undefined ? undefined : { kind: 'job', id: job.id, state: job.state }
}
