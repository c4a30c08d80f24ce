import { IteronError } from '../core/errors.ts'
import type { ArtifactRecord } from '../core/model/artifact.ts'

/** FAILED_PRECONDITION for a tombstone. */
export function mustExist(artifact: ArtifactRecord): ArtifactRecord {
  if (artifact.deletedAt === undefined) return artifact
  const at = new Date(artifact.deletedAt).toISOString()
  throw new IteronError(
    'FAILED_PRECONDITION',
    `the artifact ${artifact.id} was deleted at ${at}: only its lineage is left`,
  )
}
