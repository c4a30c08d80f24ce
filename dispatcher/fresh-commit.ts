import type { ArtifactRecord, ManifestPart, UsedRecord } from '../core/model/artifact.ts'
import { compareText } from '../core/model/order.ts'
import type { AttemptRecord, JobRecord } from '../core/model/job.ts'
import type { Row } from '../core/protocol/commit.ts'
import type { Origin } from './publish-metadata.ts'

/** What an attempt has committed at once, with its events routed: all that is left are its metadata and R2. */
export interface FreshCommit {
  readonly job: JobRecord
  readonly attempt: number
  /** The records, as they were written. */
  readonly rows: readonly Row[]
}

/** The artifact that was committed, and what its metadata says; undefined: there are no files. */
export function artifactIn({
  job,
  rows,
}: FreshCommit): { artifact: ArtifactRecord; origin: Origin } | undefined {
  const [artifact] = documents<ArtifactRecord>(rows, 'artifacts')
  if (artifact === undefined) return undefined
  const [record] = documents<AttemptRecord>(rows, 'attempts')
  const environmentDigest = record?.environment
  return {
    artifact,
    origin: {
      event: job.event,
      eventId: job.eventId,
      ...(environmentDigest === undefined ? {} : { environmentDigest }),
      // in the order in which they are read: who relays again must write the same
      used: documents<UsedRecord>(rows, 'used').sort((a, b) => compareText(a.id, b.id)),
      files: documents<ManifestPart>(rows, 'manifests').flatMap(({ files }) => files),
    },
  }
}

function documents<T>(rows: readonly Row[], collection: string): T[] {
  return rows.filter((row) => row.collection === collection).map(({ document }) => document as unknown as T)
}
