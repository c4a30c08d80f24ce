import type { Clock } from '../../core/ports/clock.ts'
import { never, type Party } from './party.ts'

interface Timer {
  readonly at: number
  readonly party: Party
  readonly fire: () => void
}

/** One time for all, which passes only when the simulator says so. */
export class VirtualTime {
  now = 1_800_000_000_000
  readonly #timers = new Set<Timer>()

  clockOf(party: Party): Clock {
    return {
      now: () => this.now,
      monotonic: () => this.now - 1_700_000_000_000,
      sleep: (ms, signal) => this.#sleep(party, ms, signal),
    }
  }

  /** The first that is due, of a party that is at work. */
  next(): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.party.state === 'running' && (first === undefined || timer.at < first.at)) first = timer
    }
    return first
  }

  fire(timer: Timer): void {
    this.#timers.delete(timer)
    this.now = Math.max(this.now, timer.at)
    timer.fire()
  }

  forget(party: Party): void {
    for (const timer of this.#timers) if (timer.party === party) this.#timers.delete(timer)
  }

  #sleep(party: Party, ms: number, signal?: AbortSignal): Promise<void> {
    if (party.state === 'dead') return never()
    if (signal?.aborted === true) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        this.#timers.delete(timer)
        signal?.removeEventListener('abort', end)
        resolve()
      }
      const timer: Timer = { at: this.now + Math.max(0, ms), party, fire: end }
      this.#timers.add(timer)
      signal?.addEventListener('abort', end)
    })
  }
}
