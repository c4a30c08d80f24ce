import type { Clock } from '../../core/ports/clock.ts'

/** Calls back once at a time of the wall clock that may be moved until then. Sleeps, never polls. */
export class DueTimer {
  readonly #clock: Clock
  readonly #onDue: () => void
  #at: number | null = null
  #sleep: AbortController | undefined

  constructor(clock: Clock, onDue: () => void) {
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
    while (!signal.aborted && this.#clock.now() < at) await this.#clock.sleep(at - this.#clock.now(), signal)
    if (signal.aborted) return
    this.#at = null
    this.#onDue()
  }
}
