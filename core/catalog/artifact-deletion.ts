import { IteronError } from '../errors.ts'
import { metadataKey } from '../model/artifact-keys.ts'
import type { ArtifactRecord, ManifestPart } from '../model/artifact.ts'
import type { EventRecord } from '../model/event.ts'
import type { JobRecord } from '../model/job.ts'
import { isClosed, JOB_STATES } from '../model/transition.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Page } from '../ports/document-store.ts'
import { all } from '../protocol/scope.ts'
import type { Catalog } from './catalog.ts'
import { eventContent } from './event-content.ts'

/**
 * Deletes an artifact: its metadata and manifest go, its row stays as a tombstone, and lineage with it. Bytes are freed
 * by whoever
 * collects what nothing refers to, never here. FAILED_PRECONDITION while a job that hasn't ended takes its files.
 * Repeatable.
 */
export async function deleteArtifact(
  catalog: Catalog,
  blobs: BlobStore,
  id: string,
): Promise<ArtifactRecord> {
  const { store, clock } = catalog.context
  const artifact = await catalog.artifacts.get(id)
  if (artifact === undefined) throw new IteronError('NOT_FOUND', `there is no artifact ${id}`)
  const user = artifact.deletedAt === undefined ? await openUser(catalog, blobs, id) : undefined
  if (user !== undefined) {
    throw new IteronError(
      'FAILED_PRECONDITION',
      `the artifact ${id} is needed by the job ${user.id}, which is ${user.state}`,
      {
        hint: 'Wait until it has ended, or cancel or discard it.',
      },
    )
  }
  const deletedAt = artifact.deletedAt ?? clock.now()
  await store.batch([{ kind: 'update', collection: 'artifacts', id, change: { set: { deletedAt } } }])
  await blobs.delete([metadataKey(artifact.path)])
  const parts = await all<ManifestPart>(store, 'manifests', { artifact: id })
  await store.batch(parts.map((part) => ({ kind: 'delete', collection: 'manifests', id: part.id })))
  return { ...artifact, deletedAt }
}

/** A job that may still read the artifact: it hasn't ended for good, and its event passes on a file of it. */
async function openUser(
  catalog: Catalog,
  blobs: BlobStore,
  artifact: string,
): Promise<JobRecord | undefined> {
  const { store } = catalog.context
  const open = JOB_STATES.filter((state) => !isClosed(state))
  let after: string | undefined
  do {
    const page: Page<JobRecord> = await store.find<JobRecord>('jobs', {
      filter: { state: { $in: open } },
      limit: 500,
      ...(after === undefined ? {} : { after }),
    })
    for (const job of page.documents) if (await takesFrom(catalog, blobs, job, artifact)) return job
    after = page.next
  } while (after !== undefined)
  return undefined
}

async function takesFrom(
  catalog: Catalog,
  blobs: BlobStore,
  job: JobRecord,
  artifact: string,
): Promise<boolean> {
  const event = await catalog.events.get(job.event)
  if (event === undefined) return false
  if (await passesOn(blobs, event, artifact)) return true
  if (job.join === undefined) return false
  // What a join will collect isn't known yet: any event of its scope may be part of it.
  const scoped = await all<EventRecord>(catalog.context.store, 'events', { scopes: job.event })
  for (const one of scoped) if (await passesOn(blobs, one, artifact)) return true
  return false
}

async function passesOn(blobs: BlobStore, event: EventRecord, artifact: string): Promise<boolean> {
  const { files } = await eventContent(blobs, event)
  return files.some((file) => file.artifact === artifact)
}
