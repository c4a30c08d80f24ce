import type { Clock } from '../core/ports/clock.ts'
import type { Changed, Signals } from '../core/signals.ts'

/** Other processes' writes give no signal here: an open stream looks at the store this often. Milliseconds. */
export const POLL_MS = 1000

/** A reason of our own, since the default one is an error with its stack, for each wait. */
const OVER = 'The wait is over.'

/** Wakes an open stream when something changed that concerns it. */
export class Wakeup {
  readonly #clock: Clock
  readonly #stopListening: () => void
  #changed = false
  #wake: () => void = () => undefined

  constructor(signals: Signals, clock: Clock, concerns: (changed: Changed) => boolean) {
    this.#clock = clock
    this.#stopListening = signals.listen((changed) => {
      if (!concerns(changed)) return
      this.#changed = true
      this.#wake()
    })
  }

  /** Resolves when something has changed since the last call, after `POLL_MS`, or when the signal is aborted. */
  async next(signal: AbortSignal): Promise<void> {
    if (!this.#changed && !signal.aborted) await this.#wait(signal)
    this.#changed = false
  }

  async #wait(signal: AbortSignal): Promise<void> {
    const over = new AbortController()
    const end = () => over.abort(OVER)
    this.#wake = end
    signal.addEventListener('abort', end, { once: true })
    await this.#clock.sleep(POLL_MS, over.signal)
    signal.removeEventListener('abort', end)
    this.#wake = () => undefined
  }

  close(): void {
    this.#stopListening()
  }
}
