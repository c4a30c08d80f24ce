import { messageOf } from '../core/errors.ts'
import type { Service } from '../core/lifecycle.ts'
import type { EventRecord } from '../core/model/event.ts'
import type { JobRecord } from '../core/model/job.ts'
import type { Page } from '../core/ports/document-store.ts'
import type { Filter } from '../core/model/filter.ts'
import { changeJob } from '../core/protocol/change-job.ts'
import { all } from '../core/protocol/scope.ts'
import type { Cancellation } from './cancellation.ts'
import type { DispatcherContext } from './context.ts'
import type { Joins } from './joins.ts'
import type { Leases } from './leases.ts'
import type { Relay } from './relay.ts'
import type { Router } from './router.ts'
import type { Sweeper } from './sweeper.ts'
import { Wakeup } from './wakeup.ts'

const PAGE = 500
/** What is further ahead of the clock was written before the clock was set back. Milliseconds. */
const AHEAD_MS = 1000

export interface Reconciled {
  readonly router: Router
  readonly relay: Relay
  readonly joins: Joins
  readonly leases: Leases
  readonly cancellation: Cancellation
  readonly sweeper: Sweeper
}

/**
 * Compares what is recorded with what should be going on, at start and then steadily: every state but the final ones
 * has
 * an owner and a deadline. Each check is safe to repeat and safe beside any other dispatcher.
 */
export class Reconciler implements Service {
  readonly #context: DispatcherContext
  readonly #parts: Reconciled
  readonly #wakeup: Wakeup
  readonly #stopping = new AbortController()
  #loop: Promise<void> | undefined
  #cancelWanted = false
  #joinsAfter: string | undefined
  #relayAfter: string | undefined
  /** The latest time that the clock showed; at first every record may be from later. */
  #latest = Infinity

  constructor(context: DispatcherContext, parts: Reconciled) {
    this.#context = context
    this.#parts = parts
    this.#wakeup = new Wakeup(context.clock)
  }

  /** The first round is done when this returns: what a former process left is taken up. */
  async start(): Promise<void> {
    if (this.#loop !== undefined) return
    await this.round(0)
    this.#loop = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loop
  }

  /** A job waits for its next try: the loop looks when it is due. */
  wakeForDue(): void {
    this.#wakeup.wake()
  }

  wakeForCancel(): void {
    this.#cancelWanted = true
    this.#wakeup.wake()
  }

  /**
   * Everything once, and nothing kept from it by what fails before. Events are looked at when they have been open for
   * `routeAfterMs`.
   */
  async round(routeAfterMs: number): Promise<void> {
    const { leases, cancellation, sweeper } = this.#parts
    const checks = [
      () => leases.takeOver(),
      () => this.#followClock(),
      () => this.#queueDue(),
      () => this.#routeOpen(routeAfterMs),
      () => this.#relayCommitted(),
      () => cancellation.sweep(),
      () => sweeper.sweep(),
      () => sweeper.sweepParts(),
      () => this.#touchJoins(),
    ]
    for (const check of checks) await this.#guarded(check, undefined)
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  async #run(): Promise<void> {
    const { clock, settings } = this.#context
    const { signal } = this.#stopping
    let last = clock.monotonic()
    while (!this.#isStopping()) {
      const dueIn = await this.#guarded(() => this.#nextDueMs(), settings.reconcileMs)
      const roundIn = Math.max(0, last + settings.reconcileMs - clock.monotonic())
      await this.#wakeup.wait(signal, Math.min(dueIn, roundIn))
      if (this.#isStopping()) return
      if (clock.monotonic() >= last + settings.reconcileMs) {
        last = clock.monotonic()
        await this.round(settings.routeAfterMs)
      } else await this.#guarded(() => this.#quick(), undefined)
    }
  }

  /** What can't wait for the next round. */
  async #quick(): Promise<void> {
    await this.#queueDue()
    if (!this.#cancelWanted) return
    this.#cancelWanted = false
    await this.#parts.cancellation.sweep()
  }

  async #guarded<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work()
    } catch (error) {
      this.#context.log.error(
        { error: messageOf(error) },
        'the reconciler could not finish a check; it goes on',
      )
      return otherwise
    }
  }

  async #nextDueMs(): Promise<number> {
    const { documents } = await this.#context.store.find<JobRecord>('jobs', {
      filter: { dueAt: { $exists: true } },
      sort: { field: 'dueAt' },
      limit: 1,
      fields: ['dueAt'],
    })
    const dueAt = documents[0]?.dueAt
    return dueAt === undefined ? Infinity : Math.max(1, dueAt - this.#context.clock.now())
  }

  /** The clock was set back: who was to wait for so long from then waits for as long from now, not until then. */
  async #followClock(): Promise<void> {
    const { store, clock } = this.#context
    const now = clock.now()
    const wasSetBack = now < this.#latest - AHEAD_MS
    this.#latest = now
    if (!wasSetBack) return
    const filter = { state: 'waiting' as const, dueAt: { $gt: now }, updatedAt: { $gt: now + AHEAD_MS } }
    for (const { id, dueAt = now, updatedAt } of await all<JobRecord>(store, 'jobs', filter)) {
      const guard = { state: 'waiting' as const, dueAt }
      const set = { dueAt: now + (dueAt - updatedAt), updatedAt: now }
      await store.batch([{ kind: 'update', collection: 'jobs', id, guard, change: { set } }])
    }
  }

  async #queueDue(): Promise<void> {
    const { store, clock } = this.#context
    const now = clock.now()
    for (;;) {
      const filter = { dueAt: { $lte: now }, state: 'waiting' as const }
      const page = await store.find<JobRecord>('jobs', {
        filter,
        sort: { field: 'dueAt' },
        limit: PAGE,
        fields: ['dueAt'],
      })
      for (const { id, dueAt } of page.documents) {
        await store.batch([
          changeJob(
            id,
            'due',
            { queuedAt: now, updatedAt: now },
            { guard: { dueAt: dueAt ?? null }, unset: ['dueAt'] },
          ),
        ])
      }
      if (page.documents.length < PAGE) return
    }
  }

  async #routeOpen(olderThanMs: number): Promise<void> {
    const now = this.#context.clock.now()
    await this.#routeStored({ $lte: now - olderThanMs })
    await this.#routeStored({ $gt: now + AHEAD_MS })
  }

  async #routeStored(storedAt: Filter[string]): Promise<void> {
    const { store } = this.#context
    const filter = { state: { $in: ['pending', 'routed'] as const }, storedAt }
    let after: string | undefined
    do {
      const page: Page<EventRecord> = await store.find<EventRecord>('events', {
        filter,
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      })
      for (const event of await this.#parts.router.routeTogether(page.documents))
        await this.#routeOrLeave(event)
      after = page.next
    } while (after !== undefined)
  }

  async #routeOrLeave(event: EventRecord): Promise<void> {
    try {
      await this.#parts.router.route(event)
    } catch (error) {
      this.#context.log.warn(
        { event: event.id, error: messageOf(error) },
        'an event could not be routed; the reconciler tries again',
      )
    }
  }

  /** What can't be relayed doesn't keep the others from it: a page a round, in turn. */
  async #relayCommitted(): Promise<void> {
    const page = await this.#context.store.find<JobRecord>('jobs', {
      filter: { relayed: false },
      limit: PAGE,
      fields: ['state'],
      ...(this.#relayAfter === undefined ? {} : { after: this.#relayAfter }),
    })
    this.#relayAfter = page.next
    for (const { id } of page.documents) await this.#parts.relay.relayOrLeave(id)
  }

  /** Every waiting join in its turn, a page a round. */
  async #touchJoins(): Promise<void> {
    const filter = { state: 'waiting' as const, join: { $exists: true } }
    const page = await this.#context.store.find<JobRecord>('jobs', {
      filter,
      limit: PAGE,
      fields: ['event'],
      ...(this.#joinsAfter === undefined ? {} : { after: this.#joinsAfter }),
    })
    this.#joinsAfter = page.next
    this.#parts.joins.touch(page.documents.map((job) => job.event))
  }
}
