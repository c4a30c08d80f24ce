import { setImmediate } from 'node:timers/promises'

const TURN_MS = 4

/**
 * For long work in small synchronous steps, which on a local disk cost a tenth of asynchronous ones: lets others have
 * their turn.
 */
export class Pace {
  #since = performance.now()

  /** To be awaited between two steps; returns at once unless the last turn was a few milliseconds ago. */
  async turn(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    if (performance.now() - this.#since < TURN_MS) return
    await setImmediate()
    this.#since = performance.now()
  }
}
