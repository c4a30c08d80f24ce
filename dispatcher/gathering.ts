import type { Clock } from '../core/ports/clock.ts'

interface Waiting {
  readonly over: AbortController
  readonly done: Promise<void>
}

/** Lets those who come wait for each other, so that they go on together and share what makes them durable. */
export class Gathering {
  readonly #clock: Clock
  readonly #mostMs: number
  #waiting: Waiting | undefined

  /** `mostMs`: so long the first one waits at most, milliseconds. */
  constructor(clock: Clock, mostMs: number) {
    this.#clock = clock
    this.#mostMs = mostMs
  }

  /** Returns when those who wait are released, or the first has waited long enough. */
  async wait(): Promise<void> {
    this.#waiting ??= this.#begin()
    await this.#waiting.done
  }

  /** Whoever waits goes on. */
  release(): void {
    const { over } = this.#waiting ?? {}
    this.#waiting = undefined
    over?.abort('The wait is over.')
  }

  #begin(): Waiting {
    const over = new AbortController()
    const done = this.#clock.sleep(this.#mostMs, over.signal).then(() => {
      if (this.#waiting === waiting) this.#waiting = undefined
    })
    const waiting: Waiting = { over, done }
    return waiting
  }
}
