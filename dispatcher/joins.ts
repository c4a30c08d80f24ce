import { messageOf } from '../core/errors.ts'
import type { Service } from '../core/lifecycle.ts'
import type { EventRecord } from '../core/model/event.ts'
import type { JobRecord } from '../core/model/job.ts'
import { changeJob, closeJob } from '../core/protocol/change-job.ts'
import { insertReason } from '../core/protocol/reason.ts'
import { cancelReasonOf } from '../core/protocol/cancel.ts'
import { agree, all, hasSettled, isAtRest, readScope, type ScopeReading } from '../core/protocol/scope.ts'
import type { DispatcherContext } from './context.ts'
import { Wakeup } from './wakeup.ts'

/** Scopes with more rows are read at most once in max(1 s, 10 × the last reading's time). */
const SMALL_SCOPE = 1000
const MIN_PAUSE_MS = 1000
const PAUSE_FACTOR = 10

/** Decides when a scope has settled, and queues its joins. */
export class Joins implements Service {
  readonly #context: DispatcherContext
  /** Roots to be read, and not before when, on the monotonic clock. A reading that is put off isn't dropped. */
  readonly #dirty = new Set<string>()
  readonly #notBefore = new Map<string, number>()
  readonly #wakeup: Wakeup
  readonly #stopping = new AbortController()
  #loop: Promise<void> | undefined

  constructor(context: DispatcherContext) {
    this.#context = context
    this.#wakeup = new Wakeup(context.clock)
  }

  start(): Promise<void> {
    this.#loop ??= this.#run()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#wakeup.wake()
    await this.#loop
  }

  /** A node of these scopes closed, failed, or was cancelled or discarded. */
  touch(scopes: readonly string[]): void {
    if (scopes.length === 0) return
    for (const root of scopes) this.#dirty.add(root)
    this.#wakeup.wake()
  }

  /** An event was routed: it closed; if it roots joins, these are there now. */
  routed(event: EventRecord): void {
    if (event.children === 0) this.touch(event.scopes)
    if (event.ownChildren !== event.children) this.touch([event.id])
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!this.#isStopping()) {
      const { clock } = this.#context
      const now = clock.monotonic()
      const due = [...this.#dirty].filter((root) => (this.#notBefore.get(root) ?? 0) <= now)
      for (const root of due) {
        if (this.#isStopping()) return
        this.#dirty.delete(root)
        await this.#checkOrLeave(root)
      }
      let next = Infinity
      for (const root of this.#dirty) next = Math.min(next, this.#notBefore.get(root) ?? 0)
      await this.#wakeup.wait(signal, Number.isFinite(next) ? Math.max(1, next - now) : undefined)
    }
  }

  async #checkOrLeave(root: string): Promise<void> {
    try {
      await this.check(root)
    } catch (error) {
      this.#context.log.warn(
        { root, error: messageOf(error) },
        'a scope could not be read; the reconciler tries again',
      )
    }
  }

  /** Reads the scope and does what follows for its waiting joins. */
  async check(root: string): Promise<void> {
    const joins = await all<JobRecord>(this.#context.store, 'jobs', {
      event: root,
      state: 'waiting',
      join: { $exists: true },
    })
    if (joins.length === 0) {
      this.#notBefore.delete(root)
      return
    }
    const first = await this.#read(root)
    if (hasSettled(first)) {
      if (!(await this.#stillReads(root, first))) return
      for (const join of joins) await this.#queue(join)
    } else if (isAtRest(first) && joins.some((join) => join.join === 'settled')) {
      // Listed between the readings: who fails later, somebody's redriven job, may be in the scope of a join that isn't
      // known as blocked.
      const failed = await all<JobRecord>(this.#context.store, 'jobs', { scopes: root, state: 'failed' })
      if (failed.length !== first.failed || !(await this.#stillReads(root, first))) return
      await this.#discard(root, joins, [...first.blocked, ...failed])
    }
  }

  async #read(root: string): Promise<ScopeReading> {
    const { store, clock } = this.#context
    const from = clock.monotonic()
    const first = await readScope(store, root)
    const took = clock.monotonic() - from
    if (first.closed > SMALL_SCOPE)
      this.#notBefore.set(root, from + Math.max(MIN_PAUSE_MS, PAUSE_FACTOR * took))
    else this.#notBefore.delete(root)
    return first
  }

  /**
   * A second reading, begun after the first ended, agrees with it. If it doesn't, whatever changed touches the scope
   * again.
   */
  async #stillReads(root: string, first: ScopeReading): Promise<boolean> {
    return agree(first, await readScope(this.#context.store, root))
  }

  async #queue(join: JobRecord): Promise<void> {
    const { store, clock } = this.#context
    const mark = await cancelReasonOf(store, join)
    const now = clock.now()
    const guard = { join: { $exists: true }, dueAt: { $exists: false } }
    if (mark !== undefined) await store.batch([closeJob(join.id, 'cancel', mark, now, guard)])
    else
      await store.batch([
        changeJob(join.id, 'due', { queuedAt: now, updatedAt: now }, { guard, unset: ['reason'] }),
      ])
    this.#notBefore.delete(join.event)
  }

  /**
   * `requires: settled`: blocked joins go first, outermost first, those of the root itself before all others, then what
   * has failed; then the
   * rule is applied again.
   */
  async #discard(root: string, joins: readonly JobRecord[], inside: readonly JobRecord[]): Promise<void> {
    const by = joins.find((join) => join.join === 'settled')
    const why = `the join ${by?.moduleName ?? ''} (${by?.id ?? ''}) runs without it`
    const beside = joins.filter((join) => join.join === 'all')
    for (const job of [...beside, ...inside]) await this.#discardOne(job, why)
    this.touch([root])
  }

  async #discardOne(job: JobRecord, why: string): Promise<void> {
    const { store, clock } = this.#context
    const guard = { attempt: job.attempt, ...(job.join === undefined ? {} : { join: job.join }) }
    const { refused } = await store.batch([
      closeJob(job.id, 'discard', why, clock.now(), { ...guard, dueAt: { $exists: false } }),
      insertReason(job, 'discarded', why, clock.now()),
    ])
    if (refused === undefined) this.touch(job.scopes)
  }
}
