import { createInterface } from 'node:readline'
import { codeOf, IteronError, messageOf } from '../errors.ts'
import type { ArtifactRecord, UsedRecord } from '../model/artifact.ts'
import { attemptId } from '../model/identity.ts'
import type { JobRecord } from '../model/job.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { DocumentStore, Json, Write } from '../ports/document-store.ts'
import { insertRow } from '../protocol/relay.ts'
import { contentRows, manifestParts, type Row } from '../protocol/commit.ts'
import { readMetadata, type StoredMetadata } from './metadata-reader.ts'

/** `year/month/day/producer/artifact/metadata.yaml`: a file of that name inside an artifact lies deeper. */
const METADATA_KEY = /^\d{4}\/\d\d\/\d\d\/[^/]+\/[^/]+\/metadata\.yaml$/
const BATCH = 200

export interface Reindexed {
  /** Key of the `metadata.yaml`. */
  readonly key: string
  /** Whether the artifact wasn't in the catalogue. */
  readonly added: boolean
  /** Why the file can't be used. */
  readonly problem?: string
}

/**
 * Puts the artifacts whose `metadata.yaml` is in the blob store into the catalogue, with manifests, contents and edges.
 * What is
 * there stays as it is, tombstones too. A job that isn't known any more is entered as one that has succeeded, so that
 * lineage goes through it and its event isn't run again.
 */
export async function* reindexArtifacts(
  store: DocumentStore,
  blobs: BlobStore,
  signal: AbortSignal,
): AsyncGenerator<Reindexed> {
  for await (const { key } of blobs.list('', signal)) {
    if (!METADATA_KEY.test(key)) continue
    signal.throwIfAborted()
    try {
      const input = await blobs.read(key, undefined, signal)
      const metadata = await readMetadata(createInterface({ input, crlfDelay: Infinity }))
      const added = await enter(store, text(metadata.fields, 'id'), rowsOf(metadata))
      yield { key, added }
    } catch (error) {
      if (!['DATA_LOSS', 'NOT_FOUND'].includes(codeOf(error))) throw error
      yield { key, added: false, problem: messageOf(error) }
    }
  }
}

/** The artifact's own row comes last: before it nothing of the rest is visible. */
async function enter(store: DocumentStore, artifact: string, rows: readonly Row[]): Promise<boolean> {
  const there = await store.get<ArtifactRecord>('artifacts', artifact)
  if (there?.deletedAt !== undefined) return false // what it held may be going just now
  const writes: Write[] = rows.map(insertRow)
  for (let n = 0; n < writes.length - 1; n += BATCH)
    await store.batch(writes.slice(n, Math.min(n + BATCH, writes.length - 1)))
  const { kept } = await store.batch(writes.slice(-1))
  return kept.length === 0
}

function rowsOf({ fields, used, files }: StoredMetadata): Row[] {
  const parts = manifestParts(text(fields, 'id'), files)
  const artifact = artifactOf(fields, parts.length)
  const job = jobOf(fields, artifact)
  return [
    ...(job === undefined ? [] : [{ collection: 'jobs', document: job }]),
    ...used.map(({ artifact: from, event }, n) => ({
      collection: 'used',
      document: usedOf(artifact, from, event, n),
    })),
    ...contentRows(artifact.path, files),
    ...parts.map((document) => ({ collection: 'manifests', document })),
    { collection: 'artifacts', document: artifact },
  ]
}

function artifactOf(fields: StoredMetadata['fields'], parts: number): ArtifactRecord {
  const optional = Object.fromEntries(
    ['job', 'attempt', 'module', 'moduleVersion', 'correlationId'].flatMap((name) => {
      const value = fields[name]
      return value === undefined || value === null ? [] : [[name, value]]
    }),
  ) as Partial<ArtifactRecord>
  return {
    ...optional,
    id: text(fields, 'id'),
    path: text(fields, 'path'),
    slot: text(fields, 'slot'),
    producer: text(fields, 'producer'),
    files: number(fields, 'files'),
    bytes: number(fields, 'bytes'),
    parts,
    createdAt: number(fields, 'createdAt'),
  }
}

function usedOf(artifact: ArtifactRecord, from: string, event: string, n: number): UsedRecord {
  const { job = '', attempt = 0 } = artifact
  return { id: `${attemptId(job, attempt)}.${n}`, job, attempt, artifact: from, event }
}

function jobOf(fields: StoredMetadata['fields'], artifact: ArtifactRecord): JobRecord | undefined {
  const { job, attempt, module, moduleVersion, correlationId, createdAt, producer } = artifact
  const event = fields['event']
  if (job === undefined || module === undefined || typeof event !== 'string') return undefined
  return {
    id: job,
    module,
    moduleName: producer,
    moduleVersion: moduleVersion ?? 0,
    event,
    eventId: typeof fields['eventId'] === 'string' ? fields['eventId'] : event,
    eventType: '',
    correlationId: correlationId ?? '',
    scopes: [],
    root: event,
    state: 'succeeded',
    reason: 'entered again from the metadata of its artifact',
    createdAt,
    updatedAt: createdAt,
    queuedAt: createdAt,
    endedAt: createdAt,
    attempt: attempt ?? 0,
    tries: 0,
    losses: 0,
    stagingFailures: 0,
    committed: attempt ?? 0,
    children: 0,
    parts: 0,
    relayed: true,
  }
}

function text(fields: Readonly<Record<string, Json>>, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string' || value === '') throw missing(name)
  return value
}

function number(fields: Readonly<Record<string, Json>>, name: string): number {
  const value = fields[name]
  if (typeof value !== 'number') throw missing(name)
  return value
}

function missing(name: string): IteronError {
  return new IteronError('DATA_LOSS', `the file has no ${name}`)
}
