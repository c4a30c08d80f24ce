import type { EventRecord } from '../model/event.ts'
import type { JobRecord } from '../model/job.ts'
import { JOB_STATES, type JobState } from '../model/transition.ts'
import type { Clock } from '../ports/clock.ts'
import type { DocumentStore } from '../ports/document-store.ts'
import { agree, isAtRest, readTree, type ScopeReading } from '../protocol/scope.ts'

/** A tree is read again no sooner than so many times the time that the last reading took. */
const READ_RATIO = 5
const SHORTEST_GAP_MS = 10

/** Numbers over all that an outside event caused. */
export interface TreeProgress {
  readonly events: number
  readonly jobs: number
  /** By the state that users see; only those that there are. */
  readonly jobsByState: ReadonlyMap<JobState, number>
  readonly blocked: number
}

/** Finds out when a tree is at rest, without reading a large one all the time. */
export class TreeAtRest {
  readonly #store: DocumentStore
  readonly #clock: Clock
  readonly #root: string
  #nextAt = -Infinity

  constructor(store: DocumentStore, clock: Clock, root: string) {
    this.#store = store
    this.#clock = clock
    this.#root = root
  }

  /** Whether two readings, one after the other, agree that all is at rest, and what succeeded is relayed. */
  async look(signal: AbortSignal): Promise<boolean> {
    const before = this.#clock.monotonic()
    if (before < this.#nextAt) await this.#clock.sleep(this.#nextAt - before, signal)
    const began = this.#clock.monotonic()
    const atRest = await this.#read()
    const ended = this.#clock.monotonic()
    this.#nextAt = ended + Math.max(SHORTEST_GAP_MS, READ_RATIO * (ended - began))
    return atRest
  }

  async #read(): Promise<boolean> {
    const first: ScopeReading = await readTree(this.#store, this.#root)
    if (!isAtRest(first)) return false
    const open = await this.#store.tally('jobs', { root: this.#root, state: 'succeeded', relayed: false })
    return open.count === 0 && agree(first, await readTree(this.#store, this.#root))
  }
}

export async function progressOf(store: DocumentStore, root: string): Promise<TreeProgress> {
  const [events, reading, unrelayed, ...counts] = await Promise.all([
    store.tally('events', { root }),
    readTree(store, root),
    store.tally('jobs', { root, state: 'succeeded', relayed: false }),
    ...JOB_STATES.map((state) => store.tally('jobs', { root, state })),
  ])
  const jobsByState = new Map<JobState, number>()
  JOB_STATES.forEach((state, n) => jobsByState.set(state, counts[n]?.count ?? 0))
  move(jobsByState, 'succeeded', 'committing', unrelayed.count)
  for (const [state, count] of jobsByState) if (count === 0) jobsByState.delete(state)
  const jobs = [...jobsByState.values()].reduce((sum, count) => sum + count, 0)
  return { events: events.count, jobs, jobsByState, blocked: reading.blocked.length }
}

function move(counts: Map<JobState, number>, from: JobState, to: JobState, count: number): void {
  counts.set(from, Math.max(0, (counts.get(from) ?? 0) - count))
  counts.set(to, (counts.get(to) ?? 0) + count)
}

/** What a tree at rest comes to. */
export function outcomeOf(
  progress: TreeProgress,
  root: Pick<EventRecord, 'cancelledAt' | 'cancelReason' | 'reason'>,
): { verdict: 'succeeded' | 'failed'; reason: string } {
  const bad = (['failed', 'discarded', 'cancelled'] as const).flatMap((state) => {
    const count = progress.jobsByState.get(state) ?? 0
    return count === 0 ? [] : [`${count} ${state}`]
  })
  if (progress.blocked > 0) bad.push(`${progress.blocked} blocked`)
  if (bad.length > 0) return { verdict: 'failed', reason: `of ${progress.jobs} jobs ${bad.join(', ')}` }
  if (root.cancelledAt !== undefined)
    return { verdict: 'failed', reason: `cancelled: ${root.cancelReason ?? ''}` }
  return { verdict: 'succeeded', reason: progress.jobs === 0 ? (root.reason ?? '') : '' }
}

/** Jobs of a tree in order of creation, those that did not succeed first; at most so many. */
export async function jobsOfTree(store: DocumentStore, root: string, limit: number): Promise<JobRecord[]> {
  const bad = await store.find<JobRecord>('jobs', { filter: { root, state: { $ne: 'succeeded' } }, limit })
  const room = limit - bad.documents.length
  const good =
    room === 0
      ? []
      : (await store.find<JobRecord>('jobs', { filter: { root, state: 'succeeded' }, limit: room })).documents
  return [...bad.documents.sort(byCreation), ...good.sort(byCreation)]
}

function byCreation(a: JobRecord, b: JobRecord): number {
  return a.createdAt - b.createdAt
}
