import { IteronError } from '../errors.ts'
import type { ArtifactRecord, ManifestEntry } from '../model/artifact.ts'
import type { DocumentStore, Write } from '../ports/document-store.ts'
import { contentRows, manifestParts } from '../protocol/commit.ts'
import { insertRow } from '../protocol/relay.ts'

/** Records what a person stored. The artifact's own row comes last: before it nothing of the rest is visible. */
export async function insertArtifact(
  store: DocumentStore,
  described: Omit<ArtifactRecord, 'parts'>,
  files: readonly ManifestEntry[],
): Promise<ArtifactRecord> {
  const parts = manifestParts(described.id, files)
  const artifact: ArtifactRecord = { ...described, parts: parts.length }
  const writes: Write[] = [
    ...contentRows(artifact.path, files).map(insertRow),
    ...parts.map((document) => insertRow({ collection: 'manifests', document })),
    { kind: 'insert', collection: 'artifacts', document: artifact },
  ]
  const { refused } = await store.batch(writes)
  if (refused !== undefined)
    throw new IteronError('ALREADY_EXISTS', `there is an artifact ${artifact.id} already`)
  return artifact
}
