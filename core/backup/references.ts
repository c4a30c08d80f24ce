import { metadataKey } from '../model/artifact-keys.ts'
import type { ArtifactRecord, ContentRecord, ManifestPart } from '../model/artifact.ts'
import type { EventRecord } from '../model/event.ts'
import type { AttemptRecord, JobRecord } from '../model/job.ts'
import type { StagedPart } from '../protocol/commit.ts'
import type { Document } from '../ports/document-store.ts'

/** A blob that a record refers to. */
export interface BlobReference {
  readonly key: string
  readonly size?: number
  /** `sha256:…`; logs and metadata have none in the records. */
  readonly digest?: string
  /** It can be made again from the records: if it isn't there, nothing is lost. */
  readonly derived?: true
}

/** Attempts whose commit isn't relayed yet: what they staged counts, that of others is to be swept. */
export class CommittedAttempts {
  readonly #byJob = new Map<string, number>()

  /** To be called with every job of the snapshot. */
  add({ id, state, relayed, committed }: JobRecord): void {
    if (state === 'succeeded' && relayed !== true && committed !== undefined) this.#byJob.set(id, committed)
  }

  has({ job, attempt }: StagedPart): boolean {
    return this.#byJob.get(job) === attempt
  }
}

/** What a blob's reference stands in, and how it is read. */
const READERS: Readonly<Record<string, (document: never) => BlobReference[]>> = {
  // Also what no artifact holds any more: the same bytes, made again, become a reference to it. Unless they are
  // condemned: those may go at any moment.
  contents: ({ id, key, size, state }: ContentRecord) =>
    state === 'live' ? [{ key, digest: id, size }] : [],
  manifests: ({ files }: ManifestPart) => files.map(({ key, digest, size }) => ({ key, digest, size })),
  events: ({ dataAt, filesAt }: EventRecord) => [dataAt, filesAt].filter((ref) => ref !== undefined),
  attempts: ({ log }: AttemptRecord) => (log === undefined ? [] : [{ key: log.key, size: log.size }]),
  artifacts: ({ path, deletedAt }: ArtifactRecord) =>
    deletedAt === undefined ? [{ key: metadataKey(path), derived: true }] : [],
}

/** Whether documents of the collection may refer to blobs. */
export function refersToBlobs(collection: string): boolean {
  return collection === 'staged' || Object.hasOwn(READERS, collection)
}

/** Whether what the documents refer to depends on nothing but themselves. */
export function isFixed(collection: string): boolean {
  return collection !== 'staged'
}

export function referencesOf(
  collection: string,
  document: Document,
  committed: CommittedAttempts,
): BlobReference[] {
  if (collection !== 'staged') return READERS[collection]?.(document as never) ?? []
  const part = document as StagedPart
  if (!committed.has(part)) return []
  return part.rows.flatMap((row) => referencesOf(row.collection, row.document, committed))
}
