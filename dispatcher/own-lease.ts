import type { Filter } from '../core/model/filter.ts'
import { LIVE_STATES } from '../core/model/transition.ts'
import type { Write } from '../core/ports/document-store.ts'
import { fenced, type AttemptRef } from '../core/protocol/change-job.ts'
import type { DispatcherContext } from './context.ts'

/**
 * What a dispatcher trusts of a lease after its last heartbeat; the rest is for ending the program before others count
 * it out.
 */
const TRUSTED = 2 / 3
/** A heartbeat older than that is to be followed by another, also before a program begins. */
const YOUNG = 1 / 3

/**
 * The lease of an attempt as its own dispatcher sees it: from when its last acknowledged heartbeat was sent, by its own
 * monotonic clock, so that it
 * ends before any observer's. Where no other process has the store there is nobody to whom it could be lost.
 */
export class OwnLease {
  readonly ref: AttemptRef
  readonly #context: DispatcherContext
  #sentAt: number
  #renewing: Promise<boolean> | undefined

  /** `claimedAt` is on the monotonic clock, before the claim was sent. */
  constructor(context: DispatcherContext, ref: AttemptRef, claimedAt: number) {
    this.#context = context
    this.ref = ref
    this.#sentAt = claimedAt
  }

  /** Nobody else can have taken the attempt over yet. */
  get isHeld(): boolean {
    return this.#exclusive || this.#age < this.#context.settings.leaseMs * TRUSTED
  }

  /** Time for the next heartbeat. */
  get isDue(): boolean {
    return !this.#exclusive && this.#age >= this.#context.settings.leaseMs * YOUNG
  }

  /** Moves the heartbeat. False when the attempt is over or somebody else's; rejects when the store can't say. */
  renew(): Promise<boolean> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined
    })
    return this.#renewing
  }

  /** Whether the attempt's program may begin now: it is the current one, and stays so for long enough. */
  async mayBegin(): Promise<boolean> {
    return (await (this.isDue ? this.renew() : this.#isCurrent())) && this.isHeld
  }

  get #exclusive(): boolean {
    return this.#context.store.capabilities.exclusive
  }

  get #age(): number {
    return this.#context.clock.monotonic() - this.#sentAt
  }

  async #isCurrent(): Promise<boolean> {
    return this.#does({ kind: 'check', collection: 'jobs', id: this.ref.job, guard: this.#live() })
  }

  async #renew(): Promise<boolean> {
    if (this.#exclusive) return true
    const sentAt = this.#context.clock.monotonic()
    const beat = (guard: Filter): Write => ({
      kind: 'update',
      collection: 'jobs',
      id: this.ref.job,
      guard: { ...guard, owner: this.#context.settings.id },
      change: { increment: { beat: 1 } },
    })
    if (await this.#does(beat(this.#live()))) {
      this.#sentAt = sentAt
      return true
    }
    // The job was closed: its program holds the limits until it is gone, and that may last longer than a lease.
    if (await this.#does(beat({ holds: this.ref.token }))) this.#sentAt = sentAt
    return false
  }

  #live() {
    return { ...fenced(this.ref), state: { $in: LIVE_STATES } }
  }

  async #does(write: Write): Promise<boolean> {
    return (await this.#context.store.batch([write])).refused === undefined
  }
}
