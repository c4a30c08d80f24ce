import type { ArtifactRecord, ManifestEntry } from '../../core/model/artifact.ts'
import type { Json } from '../../core/ports/document-store.ts'

/** Form of the file; a reader refuses a higher one. */
const METADATA_FORMAT = 1

/** Everything that is needed to rebuild an artifact's records: itself, its manifest, contents and edges. */
export interface ArtifactMetadata {
  readonly artifact: Omit<ArtifactRecord, 'parts' | 'deletedAt'>
  /** Digest of program and specification; absent for a person's artifact. */
  readonly moduleDigest?: string
  /** Key and CloudEvents id of the event that the job was for. */
  readonly event?: string
  readonly eventId?: string
  /** Digest of the environment that the attempt ran in. */
  readonly environmentDigest?: string
  /** Artifacts that the attempt used, by the key of the event that passed them on. */
  readonly used: readonly { readonly artifact: string; readonly event: string }[]
  /** In order of their paths. */
  readonly files: Iterable<ManifestEntry> | AsyncIterable<ManifestEntry>
}

const CHUNK_CHARACTERS = 64 * 1024
// Characters that JSON leaves as they are but YAML doesn't print.
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g

/**
 * The text of `metadata.yaml`, in pieces of some 64 KB: YAML 1.2 in block style, one line for each file, every scalar
 * as JSON writes
 * it. Read back by any YAML parser; times are milliseconds since 1970 and, for people, also RFC 3339.
 */
export async function* metadataYaml(metadata: ArtifactMetadata): AsyncGenerator<string> {
  let chunk = ''
  for await (const line of lines(metadata)) {
    chunk += `${line}\n`
    if (chunk.length < CHUNK_CHARACTERS) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

async function* lines(metadata: ArtifactMetadata): AsyncGenerator<string> {
  yield* fields(head(metadata))
  yield* list(
    'used',
    metadata.used.map(({ artifact, event }) => ({ artifact, event })),
  )
  if (metadata.artifact.files === 0) {
    yield 'manifest: []'
    return
  }
  yield 'manifest:'
  for await (const { path, digest, size, key } of metadata.files) yield item({ path, digest, size, key })
}

function head({ artifact, ...more }: ArtifactMetadata): Record<string, Json | undefined> {
  return {
    format: METADATA_FORMAT,
    id: artifact.id,
    path: artifact.path,
    slot: artifact.slot,
    producer: artifact.producer,
    module: artifact.module,
    moduleVersion: artifact.moduleVersion,
    moduleDigest: more.moduleDigest,
    job: artifact.job,
    attempt: artifact.attempt,
    event: more.event,
    eventId: more.eventId,
    correlationId: artifact.correlationId,
    createdAt: artifact.createdAt,
    created: new Date(artifact.createdAt).toISOString(),
    environmentDigest: more.environmentDigest,
    files: artifact.files,
    bytes: artifact.bytes,
  }
}

function* fields(values: Readonly<Record<string, Json | undefined>>): Generator<string> {
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) yield `${name}: ${scalar(value)}`
  }
}

function* list(name: string, items: readonly Readonly<Record<string, Json>>[]): Generator<string> {
  yield items.length === 0 ? `${name}: []` : `${name}:`
  for (const one of items) yield item(one)
}

function item(values: Readonly<Record<string, Json>>): string {
  return `  - {${[...fields(values)].join(', ')}}`
}

function scalar(value: Json): string {
  return JSON.stringify(value).replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
