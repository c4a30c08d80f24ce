import { EventEmitter, once } from 'node:events'

/** Lets work through, but for the times at which all must be at rest. */
export class Gate {
  readonly #signals = new EventEmitter()
  #isClosed = false
  #under = 0
  #failure: unknown

  constructor() {
    this.#signals.setMaxListeners(100)
  }

  /** Does a piece of work, when the gate is open. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    while (this.#isClosed) await once(this.#signals, 'open')
    this.#under += 1
    try {
      return await work()
    } finally {
      this.#left()
    }
  }

  /** Work that goes on by itself, and that what has begun may rest on: it isn't held up. Its failure is told later. */
  track(work: Promise<void>): void {
    this.#under += 1
    void work
      .catch((error: unknown) => {
        this.#failure ??= error
      })
      .finally(() => this.#left())
  }

  /** Closes the gate, waits until all that has begun is over, and does what needs rest. */
  async closed<T>(work: () => Promise<T>): Promise<T> {
    this.#isClosed = true
    try {
      while (this.#under > 0) await once(this.#signals, 'left')
      this.check()
      return await work()
    } finally {
      this.#isClosed = false
      this.#signals.emit('open')
    }
  }

  /** Throws what tracked work failed with. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure as Error
  }

  #left(): void {
    this.#under -= 1
    this.#signals.emit('left')
  }
}
