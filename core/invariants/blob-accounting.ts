import { createHash } from 'node:crypto'
import type { ArtifactRecord, ContentRecord, ManifestPart } from '../model/artifact.ts'
import { artifactPrefix, metadataKey } from '../model/artifact-keys.ts'
import type { EventRecord } from '../model/event.ts'
import type { GarbageRecord } from '../model/garbage.ts'
import type { AttemptRecord, JobRecord } from '../model/job.ts'
import { LIVE_STATES } from '../model/transition.ts'
import type { StagedPart } from '../protocol/commit.ts'
import { all } from '../protocol/scope.ts'
import type { SweepRecord } from '../protocol/sweep.ts'
import type { UploadRecord } from '../protocol/upload.ts'
import { everyPage, type InvariantSource } from './invariant-source.ts'
import { artifactOf } from './job-invariants.ts'
import { KeySet } from './key-set.ts'

/** A blob that no record leads to. */
export interface Unowned {
  readonly key: string
  readonly message: string
  /** Somebody may be at work on it, or it will be removed. */
  readonly note: boolean
}

/** Those that are looked at again; with more the store is broken anyway. */
const MOST_SUSPECTS = 10_000

/**
 * Every blob is looked up among what records lead to. Records may come while blobs are listed: what looks unowned is
 * looked up once more among records that are read afterwards. Takes 8 bytes of memory for each blob.
 */
export async function* unownedBlobs(source: InvariantSource): AsyncGenerator<Unowned> {
  const before = await transientPrefixes(source)
  const suspects: { key: string; size: number }[] = []
  const known = await ownedKeys(source)
  for await (const { key, size } of source.blobs.list('', source.options.signal)) {
    if (!known.has(key)) suspects.push({ key, size })
    if (suspects.length === MOST_SUSPECTS) break
  }
  if (suspects.length === 0) return
  const known2 = await ownedKeys(source)
  const after = await transientPrefixes(source)
  for (const { key, size } of suspects) {
    if (known2.has(key) || (await source.blobs.stat(key)) === undefined) continue
    const transient = [...before, ...after].find(([prefix]) => key.startsWith(prefix))
    if (transient !== undefined) yield { key, message: `${size} bytes ${transient[1]}`, note: true }
    else yield { key, message: `${size} bytes that no record leads to`, note: false }
  }
}

/** Where attempts are at work, or will be swept: the prefix, and which of the two. */
async function transientPrefixes({ store, blobs, catalog }: InvariantSource): Promise<Map<string, string>> {
  const prefixes = new Map<string, string>()
  const add = (job: JobRecord, attempt: number, what: string) => {
    const place = { at: job.createdAt, producer: job.moduleName, artifact: artifactOf(job.id, attempt) }
    prefixes.set(artifactPrefix(place, blobs.capabilities), what)
  }
  for (const { job: id, attempt } of await all<SweepRecord>(store, 'sweeps', {})) {
    const job = await catalog.jobs.get(id)
    if (job !== undefined) add(job, attempt, 'of an attempt whose leftovers will be removed')
  }
  for (const state of LIVE_STATES)
    for (const job of await all<JobRecord>(store, 'jobs', { state }))
      add(job, job.attempt, 'of an attempt at work')
  for (const job of await all<JobRecord>(store, 'jobs', { relayed: false }))
    add(job, job.committed ?? 0, 'of a commit that is being relayed')
  for (const job of await all<JobRecord>(store, 'jobs', { holds: { $exists: true } }))
    add(job, job.attempt, 'of an attempt that is being ended')
  for (const { prefix } of await all<UploadRecord>(store, 'uploads', {}))
    prefixes.set(prefix, 'of an upload that is under way, or that the next start ends')
  return prefixes
}

/** Where the records of each collection that names blobs lead to. */
const KEYS_OF: Readonly<Record<string, (document: never) => string[]>> = {
  artifacts: ({ path }: ArtifactRecord) => [metadataKey(path)],
  manifests: ({ files }: ManifestPart) => files.map(({ key }) => key),
  contents: ({ key }: ContentRecord) => [key],
  attempts: ({ log }: AttemptRecord) => (log === undefined ? [] : [log.key]),
  events: listsOf,
  staged: ({ rows }: StagedPart) =>
    rows.flatMap(({ collection, document }) =>
      collection === 'events' ? listsOf(document as EventRecord) : [],
    ),
  garbage: (garbage: GarbageRecord) => ('key' in garbage ? [garbage.key] : []),
}

/** The keys that records lead to, by a pass over each collection that names some. */
async function ownedKeys(source: InvariantSource): Promise<KeySet> {
  const keys = new KeySet((key) => createHash('sha256').update(key).digest().readUIntBE(0, 6))
  const uncounted = { ...source, count: { documents: 0 } }
  for (const [collection, keysOf] of Object.entries(KEYS_OF)) {
    for await (const documents of everyPage(uncounted, collection))
      for (const document of documents) for (const key of keysOf(document as never)) keys.add(key)
  }
  keys.seal()
  return keys
}

function listsOf({ dataAt, filesAt }: Pick<EventRecord, 'dataAt' | 'filesAt'>): string[] {
  return [dataAt, filesAt].flatMap((ref) => (ref === undefined ? [] : [ref.key]))
}
