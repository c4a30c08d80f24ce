import type { ArtifactRecord, ContentRecord, ManifestEntry, ManifestPart } from '../model/artifact.ts'
import { metadataKey } from '../model/artifact-keys.ts'
import { garbageId } from '../model/garbage.ts'
import type { JobRecord } from '../model/job.ts'
import { all } from '../protocol/scope.ts'
import { invariant, type Invariant, type InvariantSource } from './invariant-source.ts'
import { artifactOf, wasReentered } from './job-invariants.ts'

const KEEP = 'Keep a copy of the data folder and report it.'

export const ARTIFACT_INVARIANTS: readonly Invariant[] = [
  invariant<ArtifactRecord>({
    name: 'every artifact is (job, attempt, slot)',
    collection: 'artifacts',
    means:
      'Its id is derived from these, and its job is there and committed this attempt; one that a person stored has none.',
    remedy: `Lineage leads nowhere, or the artifact counts twice. ${KEEP}`,
    examine: artifactIsItself,
  }),
  invariant<ArtifactRecord>({
    name: 'every artifact has its manifest and metadata',
    collection: 'artifacts',
    means:
      'Its manifest has as many files and bytes as its record, and `metadata.yaml` is in its folder once its job is relayed.',
    remedy:
      'Without metadata the artifact cannot be rebuilt, without manifest its files cannot be had: `iteron artifact reindex`, or a backup.',
    examine: artifactIsWhole,
  }),
  invariant<ArtifactRecord>({
    name: 'a deleted artifact is a tombstone',
    collection: 'artifacts',
    means: 'Its metadata and manifest are gone, or recorded to go.',
    remedy: 'Delete it again: `iteron artifact delete`.',
    examine: tombstoneIsEmpty,
  }),
  invariant<ManifestPart>({
    name: 'every manifest belongs to an artifact',
    collection: 'manifests',
    means: 'The artifact is there and counts this part.',
    remedy: `Its files are kept though nobody can have them. ${KEEP}`,
    examine: manifestBelongs,
  }),
  invariant<ManifestPart>({
    name: 'every file of a manifest is stored',
    collection: 'manifests',
    means:
      'Its content is recorded, or its blob is there with the size that the manifest says; content that is being deleted is in no manifest.',
    remedy:
      'The file is lost. Restore the blob from a backup, or delete the artifact and run its job anew: `iteron event redrive`.',
    examine: filesAreStored,
  }),
  invariant<ContentRecord>({
    name: 'live content is stored',
    collection: 'contents',
    means: 'The blob of content that artifacts may share is there, with its size.',
    remedy:
      'Artifacts that share it have lost the file. Restore the blob from a backup; `iteron artifact verify` says who is concerned.',
    examine: contentIsStored,
  }),
]

async function artifactIsItself({ catalog }: InvariantSource, artifact: ArtifactRecord): Promise<string[]> {
  const { id, job: owner, attempt = 0, slot } = artifact
  if (owner === undefined) return []
  const job = await catalog.jobs.get(owner)
  if (job === undefined) return [`its job ${owner} is not there`]
  const problems =
    slot !== 'data' || id === artifactOf(owner, attempt) ? [] : ['its id is not that of its job and attempt']
  if (!wasReentered(job) && job.committed !== attempt)
    problems.push(`it is of attempt ${attempt}, which didn't commit`)
  return problems
}

async function artifactIsWhole(source: InvariantSource, artifact: ArtifactRecord): Promise<string[]> {
  if (artifact.deletedAt !== undefined) return []
  const { store, blobs, catalog } = source
  const parts = await store.tally('manifests', { artifact: artifact.id })
  let [files, bytes] = [0, 0]
  for await (const file of catalog.artifacts.files(artifact.id)) {
    files += 1
    bytes += file.size
  }
  const problems: string[] = []
  if (parts.count !== artifact.parts || files !== artifact.files || bytes !== artifact.bytes)
    problems.push(
      `its manifest has ${files} files of ${bytes} bytes, it should be ${artifact.files} of ${artifact.bytes}`,
    )
  const key = metadataKey(artifact.path)
  if ((await blobs.stat(key)) === undefined && !(await isBeingRelayed(source, artifact)))
    problems.push(`${key} is not there`)
  return problems
}

async function isBeingRelayed({ catalog }: InvariantSource, { job }: ArtifactRecord): Promise<boolean> {
  return job !== undefined && (await catalog.jobs.get(job))?.relayed === false
}

async function tombstoneIsEmpty(
  { store, blobs }: InvariantSource,
  artifact: ArtifactRecord,
): Promise<string[]> {
  if (artifact.deletedAt === undefined || (await isToGo(store, artifact.id))) return []
  const { count } = await store.tally('manifests', { artifact: artifact.id })
  const problems = count === 0 ? [] : [`it is deleted, and ${count} parts of its manifest are there`]
  const key = metadataKey(artifact.path)
  return (await blobs.stat(key)) === undefined
    ? problems
    : [...problems, `it is deleted, and ${key} is there`]
}

async function isToGo(store: InvariantSource['store'], artifact: string): Promise<boolean> {
  return (await store.get('garbage', garbageId('artifact', artifact))) !== undefined
}

async function manifestBelongs(source: InvariantSource, part: ManifestPart): Promise<string[]> {
  const artifact = await source.catalog.artifacts.get(part.artifact)
  // of a large commit or upload the artifact's row comes last
  if (artifact === undefined)
    return (await isComing(source, part)) ? [] : [`its artifact ${part.artifact} is not there`]
  return part.part >= artifact.parts
    ? [`it is part ${part.part}, and its artifact has ${artifact.parts}`]
    : []
}

/** Whether a job that isn't relayed yet may be about to insert the artifact. */
async function isComing({ store }: InvariantSource, { artifact }: ManifestPart): Promise<boolean> {
  const jobs = await all<JobRecord>(store, 'jobs', { relayed: false })
  return jobs.some(({ id, committed = 0 }) => artifactOf(id, committed) === artifact)
}

async function filesAreStored(source: InvariantSource, part: ManifestPart): Promise<string[]> {
  const artifact = await source.catalog.artifacts.get(part.artifact)
  if (artifact?.deletedAt !== undefined) return []
  const problems: string[] = []
  for (const file of part.files) problems.push(...(await problemsOf(source, file)))
  return problems
}

/** Content that was found damaged has no record any more; its blob is still where the manifest says. */
async function problemsOf({ store, blobs }: InvariantSource, file: ManifestEntry): Promise<string[]> {
  const content = await store.get<ContentRecord>('contents', file.digest)
  if (content?.key === file.key && content.state === 'deleting')
    return [`${file.path}: its content ${file.digest} is being deleted`]
  if (content?.key === file.key && content.size === file.size) return []
  const stat = await blobs.stat(file.key)
  if (stat?.size === file.size) return []
  return [
    `${file.path}: the blob ${file.key} ${stat === undefined ? 'is not there' : `has ${stat.size} bytes, it should be ${file.size}`}`,
  ]
}

async function contentIsStored(
  { blobs }: InvariantSource,
  { key, size, state }: ContentRecord,
): Promise<string[]> {
  if (state !== 'live') return []
  const stat = await blobs.stat(key)
  if (stat === undefined) return [`the blob ${key} is not there`]
  return stat.size === size ? [] : [`the blob ${key} has ${stat.size} bytes, it should be ${size}`]
}
