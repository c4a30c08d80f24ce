import { IteronError } from '../errors.ts'
import { metadataKey } from '../model/artifact-keys.ts'
import type { ArtifactRecord, ManifestPart } from '../model/artifact.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import {
  buryArtifact,
  dropGarbage,
  dropManifestPart,
  exhumeArtifact,
  recordDeleted,
  removeArtifact,
} from '../protocol/expire.ts'
import type { Catalog } from './catalog.ts'
import { userOf, type ArtifactUser } from './artifact-users.ts'
import { PinObserver } from './pins.ts'

const PAGE = 16

/**
 * Deletes an artifact: its metadata and manifest go, its row stays as a tombstone, and lineage with it. Bytes are freed
 * by whoever collects garbage, never here. FAILED_PRECONDITION while somebody may still take its files. Repeatable.
 */
export async function deleteArtifact(
  catalog: Catalog,
  blobs: BlobStore,
  id: string,
): Promise<ArtifactRecord> {
  const { store, clock } = catalog.context
  const artifact = await catalog.artifacts.get(id)
  if (artifact === undefined) throw new IteronError('NOT_FOUND', `there is no artifact ${id}`)
  const deletedAt = artifact.deletedAt ?? clock.now()
  const user =
    artifact.deletedAt !== undefined
      ? undefined
      : ((await unrelayed(catalog, artifact)) ?? (await userOf(store, id)))
  if (user !== undefined) throw neededBy(id, user)
  const buried = { ...artifact, deletedAt }
  // From here on no event may name it: who came before is seen by the second look.
  if (artifact.deletedAt === undefined) await store.batch(buryArtifact(artifact, deletedAt))
  // Somebody reads the files at leisure: what is left to do is done when garbage is collected.
  if ((await new PinObserver(store, clock).active()).length > 0) return buried
  const late = await finishDeletion(catalog, blobs, buried)
  if (late !== undefined) throw neededBy(id, late)
  return buried
}

/**
 * Does what is left of a deletion; a user that came in between makes the artifact live again, and is returned. May be
 * repeated at any point.
 */
export async function finishDeletion(
  catalog: Catalog,
  blobs: BlobStore,
  artifact: ArtifactRecord,
): Promise<ArtifactUser | undefined> {
  const { store } = catalog.context
  const user = artifact.removing === true ? undefined : await userOf(store, artifact.id)
  if (user !== undefined && (await store.batch(exhumeArtifact(artifact.id))).refused === undefined)
    return user
  if ((await store.batch([removeArtifact(artifact.id)])).refused !== undefined) return undefined
  await blobs.delete([metadataKey(artifact.path)])
  for (;;) {
    const { documents } = await store.find<ManifestPart>('manifests', {
      filter: { artifact: artifact.id },
      sort: { field: 'part' },
      limit: PAGE,
    })
    for (const part of documents) await store.batch(dropManifestPart(part))
    if (documents.length < PAGE) break
  }
  await store.batch([dropGarbage('artifact', artifact.id)])
  return undefined
}

/** To be called after metadata was written: of an artifact that was deleted meanwhile it is garbage once more. */
export async function buryAgain(catalog: Catalog, id: string): Promise<void> {
  const artifact = await catalog.artifacts.get(id)
  if (artifact?.deletedAt !== undefined) await catalog.context.store.batch(recordDeleted(artifact))
}

/** Its records would be written again. */
async function unrelayed(catalog: Catalog, { job: id }: ArtifactRecord): Promise<ArtifactUser | undefined> {
  const job = id === undefined ? undefined : await catalog.jobs.get(id)
  return job?.relayed === false ? { kind: 'job', id: job.id, state: 'committing' } : undefined
}

function neededBy(id: string, user: ArtifactUser): IteronError {
  return new IteronError(
    'FAILED_PRECONDITION',
    `the artifact ${id} is needed by the ${user.kind} ${user.id}, which is ${user.state}`,
    { hint: 'Wait until it has ended, or cancel or discard it.' },
  )
}
