import type { Clock } from '../../core/ports/clock.ts'

/**
 * Calls back once at a time of the wall clock that may be moved until then: after as long as it was away when it was
 * set, whatever the wall clock does meanwhile. Sleeps, never polls.
 */
export class DueTimer {
  readonly #clock: Clock
  readonly #onDue: (at: number) => void
  #at: number | null = null
  #sleep: AbortController | undefined

  constructor(clock: Clock, onDue: (at: number) => void) {
    this.#clock = clock
    this.#onDue = onDue
  }

  set(at: number | null): void {
    if (at === this.#at) return
    this.#at = at
    this.#sleep?.abort()
    this.#sleep = undefined
    if (at === null) return
    const sleep = new AbortController()
    this.#sleep = sleep
    void this.#wait(at, sleep.signal)
  }

  async #wait(at: number, signal: AbortSignal): Promise<void> {
    const clock = this.#clock
    const end = clock.monotonic() + (at - clock.now())
    while (!signal.aborted && clock.monotonic() < end) await clock.sleep(end - clock.monotonic(), signal)
    if (signal.aborted) return
    this.#at = null
    this.#onDue(at)
  }
}
