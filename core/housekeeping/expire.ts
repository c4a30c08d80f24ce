import { deleteArtifact } from '../catalog/artifact-deletion.ts'
import { userOf } from '../catalog/artifact-users.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { codeOf } from '../errors.ts'
import type { ArtifactRecord } from '../model/artifact.ts'
import type { EventRecord } from '../model/event.ts'
import type { AttemptRecord, JobRecord, ReasonRecord } from '../model/job.ts'
import type { Retained } from '../model/retention.ts'
import { isClosed } from '../model/transition.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Write } from '../ports/document-store.ts'
import { expireEvent, expireJob, expireLog } from '../protocol/expire.ts'
import { all } from '../protocol/scope.ts'
import type { ClosedTrees } from './closed-trees.ts'

export const DISCARDED = 'older than what retention keeps'

/** What became of something whose time is over. `discarded`: a failed job was given up, so that its tree can close. */
export type Expiry = 'expired' | 'discarded' | 'needed'

interface Expiring {
  readonly catalog: Catalog
  readonly blobs: BlobStore
  readonly trees: ClosedTrees
}

/** Removes one thing whose time is over, unless its tree is still open or somebody needs it. With `dryRun` only says so. */
export type Expire = (expiring: Expiring, id: string, dryRun: boolean) => Promise<Expiry>

export const EXPIRE: Readonly<Record<Retained, Expire>> = {
  events: expireOneEvent,
  jobs: expireOneJob,
  logs: expireOneLog,
  artifacts: expireOneArtifact,
}

async function expireOneEvent({ catalog, trees }: Expiring, id: string, dryRun: boolean): Promise<Expiry> {
  const event: EventRecord | undefined = await catalog.events.get(id)
  if (event === undefined || !(await trees.isClosed(event.root))) return 'needed'
  return dryRun ? 'expired' : write(catalog, expireEvent(event, catalog.context.clock.now()))
}

async function expireOneJob({ catalog, trees }: Expiring, id: string, dryRun: boolean): Promise<Expiry> {
  const job = await catalog.jobs.get(id)
  // Asked also for a failed one: a tree that closes by its end stays open for this round.
  const over = job !== undefined && (await trees.isClosed(job.root))
  if (job?.state === 'failed') return discard(catalog, job, dryRun)
  if (job === undefined || !isClosed(job.state) || !over) return 'needed'
  if (dryRun) return 'expired'
  const { store, clock } = catalog.context
  const attempts = await all<AttemptRecord>(store, 'attempts', { job: id })
  const reasons = await all<ReasonRecord>(store, 'reasons', { job: id })
  return write(catalog, expireJob(job, attempts, reasons, clock.now()))
}

async function discard(catalog: Catalog, job: JobRecord, dryRun: boolean): Promise<Expiry> {
  if (!dryRun) {
    try {
      await catalog.jobs.discard(job.id, DISCARDED)
    } catch (error) {
      if (codeOf(error) !== 'FAILED_PRECONDITION') throw error
      return 'needed' // somebody redrove or cancelled it
    }
  }
  return 'discarded'
}

async function expireOneLog({ catalog, trees }: Expiring, id: string, dryRun: boolean): Promise<Expiry> {
  const { store, clock } = catalog.context
  const attempt = await store.get<AttemptRecord>('attempts', id)
  const job = attempt === undefined ? undefined : await catalog.jobs.get(attempt.job)
  if (attempt?.log === undefined || job === undefined || !(await trees.isClosed(job.root))) return 'needed'
  return dryRun ? 'expired' : write(catalog, expireLog(attempt, clock.now()))
}

async function expireOneArtifact(
  { catalog, blobs, trees }: Expiring,
  id: string,
  dryRun: boolean,
): Promise<Expiry> {
  const artifact: ArtifactRecord | undefined = await catalog.artifacts.get(id)
  if (artifact === undefined || !(await isOfClosedTree(catalog, trees, artifact))) return 'needed'
  if (dryRun) return (await userOf(catalog.context.store, id)) === undefined ? 'expired' : 'needed'
  try {
    await deleteArtifact(catalog, blobs, id)
    return 'expired'
  } catch (error) {
    if (codeOf(error) !== 'FAILED_PRECONDITION') throw error
    return 'needed'
  }
}

/** A person's artifact is of no tree; nor is one whose job isn't known any more. */
async function isOfClosedTree(
  catalog: Catalog,
  trees: ClosedTrees,
  { job: id }: ArtifactRecord,
): Promise<boolean> {
  const job = id === undefined ? undefined : await catalog.jobs.get(id)
  return job === undefined || trees.isClosed(job.root)
}

/** One thing's writes; the last is its tombstone, which is refused when somebody was sooner. */
async function write(catalog: Catalog, writes: readonly Write[]): Promise<Expiry> {
  const { refused } = await catalog.context.store.batch(writes)
  return refused === undefined ? 'expired' : 'needed'
}
