import type { JobRecord } from '../model/job.ts'
import type { ModuleRecord } from '../model/module-spec.ts'
import { targetOf } from '../model/transition.ts'
import type { DocumentStore } from '../ports/document-store.ts'
import { all } from './scope.ts'

export interface ClaimRequest {
  readonly owner: string
  /** Fresh for each round: together with the attempt's number it fences. */
  readonly token: string
  /** Modules (ids) that can't begin a job now. */
  readonly saturated: readonly string[]
  readonly n: number
  readonly now: number
}

/**
 * S1: the oldest queued jobs become *preparing*, each with a new attempt. A job whose former processes may be alive is
 * left.
 */
export async function claimJobs(store: DocumentStore, request: ClaimRequest): Promise<JobRecord[]> {
  if (request.n <= 0) return []
  const { owner, token, now } = request
  return store.claim<JobRecord>(
    'jobs',
    {
      state: 'queued',
      holds: { $exists: false },
      ...(request.saturated.length === 0 ? {} : { module: { $nin: request.saturated } }),
    },
    { field: 'queuedAt' },
    request.n,
    {
      set: { state: targetOf('claim'), owner, token, holds: token, beat: 0, claimedAt: now, updatedAt: now },
      unset: ['reason'],
      increment: { attempt: 1 },
    },
  )
}

/**
 * Live rows of the modules that have a limit, by module: the limits are derived from these, never from a counter.
 */
export async function liveByModule(
  store: DocumentStore,
  modules: readonly ModuleRecord[],
): Promise<Map<string, number>> {
  const live = new Map<string, number>()
  if (modules.every(({ spec }) => spec.concurrency === 0)) return live
  for (const job of await all<JobRecord>(store, 'jobs', { holds: { $exists: true } })) {
    live.set(job.module, (live.get(job.module) ?? 0) + 1)
  }
  return live
}

/** Modules that can't begin a job, and how many may be claimed at once without any module passing its limit. */
export function claimableModules(
  modules: readonly ModuleRecord[],
  live: ReadonlyMap<string, number>,
): { saturated: string[]; most: number } {
  const saturated: string[] = []
  let most = Infinity
  for (const { id, state, spec } of modules) {
    const room = spec.concurrency === 0 ? Infinity : spec.concurrency - (live.get(id) ?? 0)
    if (state === 'paused' || room <= 0) saturated.push(id)
    else most = Math.min(most, room)
  }
  return { saturated, most }
}

/** S2: whether more attempts of the module hold its limit than it allows, this one among them. */
export async function overLimit(store: DocumentStore, job: JobRecord, limit: number): Promise<boolean> {
  const { count } = await store.tally('jobs', { module: job.module, holds: { $exists: true } })
  return count > limit
}
