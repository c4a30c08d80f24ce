import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Catalog } from '../core/catalog/catalog.ts'
import { metadataKey } from '../core/model/artifact-keys.ts'
import type { ArtifactRecord, UsedRecord } from '../core/model/artifact.ts'
import { attemptId } from '../core/model/identity.ts'
import type { AttemptRecord } from '../core/model/job.ts'
import { present } from '../core/model/present.ts'
import type { BlobStore } from '../core/ports/blob-store.ts'
import { putOnce } from '../core/policies/put-once.ts'
import { all } from '../core/protocol/scope.ts'
import { metadataYaml, type ArtifactMetadata } from '../handler/committer/metadata.ts'

/** Metadata up to this size is made once and put from memory. Bytes. */
const IN_MEMORY = 1024 * 1024

/** So many files of an artifact are read at once, beside its other records. */
const FEW_FILES = 100

/** What metadata says besides the artifact itself. */
export type Origin = Omit<ArtifactMetadata, 'artifact'>

/** Brings what was put under a key to the disk. */
type Sync = (key: string) => Promise<void>

/**
 * Writes an artifact's `metadata.yaml`, from its records, and returns when `sync` has brought it to the disk; repeated
 * without effect.
 */
export async function publishMetadata(
  catalog: Catalog,
  blobs: BlobStore,
  artifact: ArtifactRecord,
  sync: Sync = (key) => blobs.sync([key]),
): Promise<void> {
  const files = () => catalog.artifacts.files(artifact.id)
  const [origin, few] = await Promise.all([
    originOf(catalog, artifact),
    artifact.files <= FEW_FILES ? collected(files()) : undefined,
  ])
  await writeMetadata(blobs, artifact, () => ({ ...origin, files: few ?? files() }), sync)
}

/** The same for who knows what the records say. */
export async function writeMetadata(
  blobs: BlobStore,
  artifact: ArtifactRecord,
  origin: () => Origin,
  sync: Sync,
): Promise<void> {
  const key = metadataKey(artifact.path)
  await putMetadata(blobs, key, () => metadataYaml({ artifact, ...origin() }))
  await sync(key)
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

/** What made it; a person's artifact has no more to say. */
async function originOf({ context, jobs, modules }: Catalog, artifact: ArtifactRecord) {
  const { job: id, attempt = 0, module = '', moduleVersion = 0 } = artifact
  if (id === undefined) return { used: [] }
  const [job, version, record, used] = await Promise.all([
    jobs.get(id),
    modules.version(module, moduleVersion),
    context.store.get<AttemptRecord>('attempts', attemptId(id, attempt)),
    all<UsedRecord>(context.store, 'used', { job: id }),
  ])
  return {
    ...present({
      moduleDigest: version?.digest,
      environmentDigest: record?.environment,
      event: job?.event,
      eventId: job?.eventId,
    }),
    used: used.filter((edge) => edge.attempt === attempt),
  }
}

/**
 * Puts a text that can be made again: a large one is made twice, once for its digest. What is there with the same
 * content is a success.
 */
async function putMetadata(blobs: BlobStore, key: string, text: () => AsyncIterable<string>): Promise<void> {
  const hash = createHash('sha256')
  let chunks: string[] | undefined = []
  let size = 0
  for await (const chunk of text()) {
    hash.update(chunk)
    size += chunk.length
    if (size > IN_MEMORY) chunks = undefined
    else chunks?.push(chunk)
  }
  const digest = `sha256:${hash.digest('hex')}`
  const source =
    chunks === undefined
      ? { stream: Readable.from(text(), { objectMode: false }) }
      : { bytes: Buffer.from(chunks.join('')) }
  await putOnce(blobs, key, source, { digest })
}
