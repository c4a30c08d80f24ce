import type {
  ArtifactRecord,
  ContentRecord,
  ManifestEntry,
  ManifestPart,
  UsedRecord,
} from '../model/artifact.ts'
import { metadataKey } from '../model/artifact-keys.ts'
import { every, type Check, type InvariantSource } from './invariant-source.ts'

export async function* artifactsAreWhole(source: InvariantSource): ReturnType<Check> {
  const { store, blobs } = source
  for await (const artifact of every<ArtifactRecord>(source, 'artifacts')) {
    if (artifact.deletedAt !== undefined) continue
    const parts = await store.tally('manifests', { artifact: artifact.id })
    let files = 0
    let bytes = 0
    for await (const file of source.catalog.artifacts.files(artifact.id)) {
      files += 1
      bytes += file.size
    }
    if (parts.count !== artifact.parts || files !== artifact.files || bytes !== artifact.bytes) {
      yield {
        subject: artifact.id,
        message: `its manifest has ${files} files of ${bytes} bytes, it should be ${artifact.files} of ${artifact.bytes}`,
      }
    }
    const key = metadataKey(artifact.path)
    if ((await blobs.stat(key)) === undefined && !(await isBeingRelayed(source, artifact))) {
      yield { subject: artifact.id, message: `${key} is not there` }
    }
  }
}

async function isBeingRelayed(
  { catalog }: InvariantSource,
  { job, deletedAt }: ArtifactRecord,
): Promise<boolean> {
  return deletedAt !== undefined || (job !== undefined && (await catalog.jobs.get(job))?.relayed === false)
}

export async function* contentsAreThere(source: InvariantSource): ReturnType<Check> {
  const { blobs } = source
  for await (const { id, key, size, state } of every<ContentRecord>(source, 'contents')) {
    if (state !== 'live') continue
    const stat = await blobs.stat(key)
    if (stat === undefined) yield { subject: id, message: `the blob ${key} is not there` }
    else if (stat.size !== size)
      yield { subject: id, message: `the blob ${key} has ${stat.size} bytes, it should be ${size}` }
  }
  for await (const part of every<ManifestPart>(source, 'manifests')) {
    for (const file of part.files) {
      const subject = `${part.artifact}:${file.path}`
      if (!(await isStored(source, file))) yield { subject, message: `the blob ${file.key} is not there` }
    }
  }
}

/** Content that was found damaged has no record any more; its blob is still where the manifest says. */
async function isStored(
  { store, blobs }: InvariantSource,
  { digest, key, size }: ManifestEntry,
): Promise<boolean> {
  if ((await store.get<ContentRecord>('contents', digest)) !== undefined) return true
  return (await blobs.stat(key))?.size === size
}

export async function* edgesLead(source: InvariantSource): ReturnType<Check> {
  for await (const { id, artifact } of every<UsedRecord>(source, 'used')) {
    if (artifact !== '' && (await source.catalog.artifacts.get(artifact)) === undefined) {
      yield { subject: id, message: `it leads to the artifact ${artifact}, which is not there` }
    }
  }
}
