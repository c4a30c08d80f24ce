import { messageOf } from '../core/errors.ts'
import type { Service } from '../core/lifecycle.ts'
import type { Attempts } from './attempts.ts'
import type { DispatcherContext } from './context.ts'
import type { OwnLease } from './own-lease.ts'

/** Looks within a lease: twice as many as heartbeats. */
const LOOKS = 6

/**
 * Says that this dispatcher looks after its attempts, however long anything else takes, and ends those that aren't its
 * own any more.
 */
export class Heartbeat implements Service {
  readonly #context: DispatcherContext
  readonly #attempts: Attempts
  readonly #stopping = new AbortController()
  #loop: Promise<void> | undefined

  constructor(context: DispatcherContext, attempts: Attempts) {
    this.#context = context
    this.#attempts = attempts
  }

  start(): Promise<void> {
    if (!this.#context.store.capabilities.exclusive) this.#loop ??= this.#run()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loop
  }

  async #run(): Promise<void> {
    const { clock, settings } = this.#context
    const { signal } = this.#stopping
    while (!signal.aborted) {
      // Not awaited: a call that hangs must not keep the others from being looked at.
      for (const lease of this.#attempts.leases()) void this.#beat(lease)
      await clock.sleep(settings.leaseMs / LOOKS, signal)
    }
  }

  async #beat(lease: OwnLease): Promise<void> {
    const { ref } = lease
    try {
      if (lease.isHeld && !lease.isDue) return
      if (!lease.isHeld || !(await lease.renew())) this.#attempts.abort(ref.job, ref.attempt)
    } catch (error) {
      this.#context.log.warn({ job: ref.job, error: messageOf(error) }, 'a heartbeat could not be written')
    }
  }
}
