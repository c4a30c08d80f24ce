import type { ArtifactRecord, ManifestEntry } from '../core/model/artifact.ts'
import { present } from '../core/model/present.ts'
import type { Artifact } from '../proto/generated/iteron/v1/Artifact.ts'
import type { ApiContext } from './context.ts'
import { fileMessage } from './event-message.ts'
import { milliseconds } from './job-message.ts'

/** An artifact with its first files by path. */
export async function artifactMessage(
  { catalog }: ApiContext,
  artifact: ArtifactRecord,
  files: number,
): Promise<Artifact> {
  return {
    ...artifactFields(artifact),
    files: (await firstFiles(catalog.artifacts.files(artifact.id), files)).map((file) =>
      fileMessage({ ...file, artifact: artifact.id }),
    ),
  }
}

function artifactFields(artifact: ArtifactRecord): Artifact {
  const { id, path, producer, slot, job, attempt, module, moduleVersion, correlationId } = artifact
  return {
    ...present({
      job,
      attempt,
      module,
      moduleVersion,
      correlationId,
      deletedAtMs: milliseconds(artifact.deletedAt),
    }),
    id,
    path,
    producer,
    slot,
    fileCount: artifact.files,
    bytes: artifact.bytes,
    createdAtMs: Math.round(artifact.createdAt),
  }
}

async function firstFiles(files: AsyncIterable<ManifestEntry>, count: number): Promise<ManifestEntry[]> {
  const first: ManifestEntry[] = []
  for await (const file of files) {
    if (first.length === count) break
    first.push(file)
  }
  return first
}
