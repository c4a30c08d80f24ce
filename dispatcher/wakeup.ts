import type { Clock } from '../core/ports/clock.ts'

/** A reason of our own, since the default one is an error with its stack, for each wait. */
const OVER = 'The wait is over.'

/** Lets a loop sleep until there is something to do; a call that comes while it works isn't forgotten. */
export class Wakeup {
  readonly #clock: Clock
  #pending = false
  #ring: (() => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  wake(): void {
    this.#pending = true
    this.#ring?.()
  }

  /** Until `wake` is called (also before this), `ms` have passed, or the signal is aborted. */
  async wait(signal: AbortSignal, ms?: number): Promise<void> {
    if (!this.#pending && !signal.aborted) {
      const timeout = new AbortController()
      const rung = new Promise<void>((resolve) => {
        this.#ring = resolve
        signal.addEventListener(
          'abort',
          () => {
            resolve()
          },
          { once: true, signal: timeout.signal },
        )
      })
      await (ms === undefined ? rung : Promise.race([rung, this.#clock.sleep(ms, timeout.signal)]))
      timeout.abort(OVER)
      this.#ring = undefined
    }
    this.#pending = false
  }
}
