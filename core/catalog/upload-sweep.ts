import { metadataKey } from '../model/artifact-keys.ts'
import type { ArtifactRecord } from '../model/artifact.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { all } from '../protocol/scope.ts'
import { endUpload, type UploadRecord } from '../protocol/upload.ts'
import { buryAgain } from './artifact-deletion.ts'
import type { Catalog } from './catalog.ts'

/** Longer than an upload goes on, where others may be at work. Milliseconds. */
const LONGEST_MS = 7 * 24 * 3_600_000

/** Writes the `metadata.yaml` of an artifact whose records are there. */
type Publish = (artifact: ArtifactRecord) => Promise<void>

/**
 * Ends what uploads left that were cut off: all of one that made no artifact goes, and one that did is completed. Only
 * where the store belongs to one process are all that stand here cut off when it starts; elsewhere time tells.
 */
export async function sweepUploads(catalog: Catalog, blobs: BlobStore, publish: Publish): Promise<void> {
  const { store, clock } = catalog.context
  for (const upload of await all<UploadRecord>(store, 'uploads', {})) {
    const isOver = store.capabilities.exclusive || clock.now() - upload.at > LONGEST_MS
    if (isOver) await sweepUpload(catalog, blobs, upload, publish)
  }
}

/** Repeatable. */
export async function sweepUpload(
  catalog: Catalog,
  blobs: BlobStore,
  { id, prefix }: Pick<UploadRecord, 'id' | 'prefix'>,
  publish: Publish,
): Promise<void> {
  const artifact = await catalog.artifacts.get(id)
  // The bytes of one that was deleted belong to whoever collects garbage.
  if (artifact?.deletedAt === undefined) {
    const needed = new Set<string>()
    if (artifact !== undefined) {
      for await (const { key } of catalog.artifacts.files(id)) needed.add(key)
      await publish(artifact)
      await buryAgain(catalog, id)
      needed.add(metadataKey(prefix))
    }
    for await (const { key } of blobs.list(prefix)) if (!needed.has(key)) await blobs.delete([key])
  }
  await catalog.context.store.batch([endUpload(id)])
}
