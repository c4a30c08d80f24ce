import { finishDeletion } from '../catalog/artifact-deletion.ts'
import type { Filter } from '../model/filter.ts'
import { BEHIND_ARTIFACTS, type GarbageRecord } from '../model/garbage.ts'
import { inParallel } from '../parallel.ts'
import type { Page } from '../ports/document-store.ts'
import { freeContent } from './free-content.ts'
import type { GarbageContext, Verdict } from './garbage-context.ts'

const PAGE = 100
/** Each takes some five writes, which the store may make durable together. */
const AT_ONCE = 16

/** One thing, and what became of it. */
export interface Freed {
  readonly garbage: GarbageRecord
  readonly verdict: Verdict
}

/** Deleted artifacts first: what they held is found by the second pass. */
const PASSES: readonly Filter[] = [{ id: { $lt: BEHIND_ARTIFACTS } }, { id: { $gte: BEHIND_ARTIFACTS } }]

/** Goes through what is recorded as garbage. Each thing can be repeated at any point, also by several at once. */
export async function* freeGarbage(context: GarbageContext, signal: AbortSignal): AsyncGenerator<Freed[]> {
  for (const filter of PASSES) yield* freeAll(context, filter, signal)
}

async function* freeAll(
  context: GarbageContext,
  filter: Filter,
  signal: AbortSignal,
): AsyncGenerator<Freed[]> {
  let after: string | undefined
  do {
    const page: Page<GarbageRecord> = await context.store.find<GarbageRecord>('garbage', {
      filter,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    })
    const freed: Freed[] = []
    await inParallel(page.documents, AT_ONCE, async (garbage) => {
      if (!signal.aborted) freed.push({ garbage, verdict: await free(context, garbage) })
    })
    yield freed
    if (signal.aborted) return
    after = page.next
  } while (after !== undefined)
}

async function free(context: GarbageContext, garbage: GarbageRecord): Promise<Verdict> {
  const { store, ids } = context
  const { id } = garbage
  const judged = ids.random()
  const { refused } = await store.batch([
    { kind: 'update', collection: 'garbage', id, change: { set: { judged } } },
  ])
  if (refused !== undefined) return 'kept' // somebody else has freed it
  const verdict = await verdictOn(context, garbage)
  if (verdict !== 'later')
    await store.batch([{ kind: 'delete', collection: 'garbage', id, guard: { judged } }])
  return verdict
}

function verdictOn(context: GarbageContext, garbage: GarbageRecord): Promise<Verdict> {
  switch (garbage.kind) {
    case 'artifact':
      return finishArtifact(context, garbage.artifact)
    case 'content':
      return freeContent(context, garbage)
    case 'list':
      return freeList(context, garbage.key)
    case 'log':
      return freeBlob(context, garbage.key)
  }
}

async function finishArtifact({ catalog, blobs, pinned }: GarbageContext, id: string): Promise<Verdict> {
  const artifact = await catalog.artifacts.get(id)
  if (artifact?.deletedAt === undefined) return 'kept'
  if (await pinned()) return 'later'
  return (await finishDeletion(catalog, blobs, artifact)) === undefined ? 'freed' : 'kept'
}

/** Several events of a job, and copies of an event, may share a list. */
async function freeList(context: GarbageContext, key: string): Promise<Verdict> {
  for (const field of ['dataAt.key', 'filesAt.key']) {
    const { documents } = await context.store.find('events', {
      filter: { [field]: key },
      limit: 1,
      fields: ['type'],
    })
    if (documents.length > 0) return 'kept'
  }
  return freeBlob(context, key)
}

async function freeBlob({ blobs, pinned }: GarbageContext, key: string): Promise<Verdict> {
  if (await pinned()) return 'later'
  await blobs.delete([key])
  return 'freed'
}
