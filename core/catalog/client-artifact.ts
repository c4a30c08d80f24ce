import { IteronError } from '../errors.ts'
import type { ArtifactRecord, ManifestEntry } from '../model/artifact.ts'
import type { DocumentStore, Write } from '../ports/document-store.ts'
import { contentRows, manifestParts } from '../protocol/commit.ts'
import { mustBeLive } from '../protocol/content.ts'
import { insertRow } from '../protocol/relay.ts'

/** A file that a person stored: under its own key, and, where the content was stored before, where that is. */
export interface UploadedFile {
  readonly own: ManifestEntry
  readonly known?: ManifestEntry
}

/**
 * Records what a person stored, and returns the artifact with the keys that it doesn't need, as the content was stored
 * before. The artifact's own row comes last: before it nothing of the rest is visible.
 */
export async function insertArtifact(
  store: DocumentStore,
  described: Omit<ArtifactRecord, 'parts'>,
  files: readonly UploadedFile[],
): Promise<{ artifact: ArtifactRecord; spare: string[] }> {
  const gone = new Set<string>()
  for (;;) {
    const entries = files.map(({ own, known }) => (known === undefined || gone.has(own.digest) ? own : known))
    const { artifact, referred, writes } = recordsOf(described, entries)
    const { refused } = await store.batch(writes)
    const stale = refused === undefined ? undefined : referred[refused]
    if (stale !== undefined) {
      gone.add(stale.digest) // it is being freed: the copy of this upload is kept
      continue
    }
    if (refused !== undefined)
      throw new IteronError('ALREADY_EXISTS', `there is an artifact ${artifact.id} already`)
    const kept = new Set(entries.map(({ key }) => key))
    return { artifact, spare: files.map(({ own }) => own.key).filter((key) => !kept.has(key)) }
  }
}

/** Its records, behind a check for each file that it only refers to. */
function recordsOf(described: Omit<ArtifactRecord, 'parts'>, entries: readonly ManifestEntry[]) {
  const referred = entries.filter((entry) => !entry.key.startsWith(described.path))
  const parts = manifestParts(described.id, entries)
  const artifact: ArtifactRecord = { ...described, parts: parts.length }
  const writes: Write[] = [
    ...referred.map(({ digest, key }) => mustBeLive(digest, key)),
    ...contentRows(artifact.path, entries).map(insertRow),
    ...parts.map((document) => insertRow({ collection: 'manifests', document })),
    { kind: 'insert', collection: 'artifacts', document: artifact },
  ]
  return { artifact, referred, writes }
}
