import type { Artifact__Output } from '../../proto/generated/iteron/v1/Artifact.ts'
import type { File__Output } from '../../proto/generated/iteron/v1/File.ts'
import type { ListView } from '../output/list.ts'
import type { Column } from '../output/table.ts'
import { byteSize, isoTime, localTime } from '../output/text.ts'

/** An artifact as programs see it; lists hold its first hundred files, `fileCount` says how many there are. */
export function artifactJson(artifact: Artifact__Output): object {
  return {
    id: artifact.id,
    path: artifact.path,
    files: artifact.files.map(fileJson),
    fileCount: artifact.fileCount,
    bytes: artifact.bytes,
    job: artifact.job ?? null,
    attempt: artifact.attempt,
    module: artifact.module,
    moduleVersion: artifact.moduleVersion,
    producer: artifact.producer,
    slot: artifact.slot,
    correlationid: artifact.correlationId,
    createdAt: isoTime(artifact.createdAtMs),
    deletedAt: isoTime(artifact.deletedAtMs),
  }
}

function fileJson({ path, digest, size }: File__Output): object {
  return { path, digest, size }
}

export const ARTIFACT_LIST: ListView<Artifact__Output> = {
  json: artifactJson,
  columns: [
    { title: 'id', value: (artifact) => artifact.id },
    { title: 'producer', value: (artifact) => artifact.producer },
    { title: 'files', value: (artifact) => artifact.fileCount },
    { title: 'size', value: (artifact) => byteSize(artifact.bytes) },
    { title: 'job', value: (artifact) => artifact.job },
    { title: 'created', value: (artifact) => localTime(artifact.createdAtMs) },
    { title: 'deleted', value: (artifact) => localTime(artifact.deletedAtMs) },
  ],
  none: 'no artifacts',
}

export const FILE_COLUMNS: readonly Column<File__Output>[] = [
  { title: 'path', value: (file) => file.path },
  { title: 'size', value: (file) => byteSize(file.size) },
  { title: 'digest', value: (file) => file.digest },
]
