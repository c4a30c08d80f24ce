import type { JobFeed } from './job-feed.ts'

const AT_FIRST_MS = 500

/** How long each start took, from the spawn of the process. */
export class Recovery {
  /** Milliseconds until it said that it is ready; until an attempt was at work; until a job was done. */
  readonly #ready: number[] = []
  readonly #working: number[] = []
  readonly #finished: number[] = []
  /** After which kill the slowest start came. */
  #slowestAfter = 0
  #begun = 0

  /** The server that was spawned at `begun` (`performance.now()`), after so many kills, has said that it is ready. */
  ready(begun: number, kills: number): void {
    const took = performance.now() - begun
    if (took > this.worstReadyMs) this.#slowestAfter = kills
    this.#begun = begun
    this.#ready.push(took)
  }

  /** The server is gone; it may not have come so far. */
  ended(feed: JobFeed | undefined): void {
    if (feed?.workingAt !== undefined) this.#working.push(feed.workingAt - this.#begun)
    if (feed?.finishedAt !== undefined) this.#finished.push(feed.finishedAt - this.#begun)
  }

  get usualReadyMs(): number {
    return this.#ready.length === 0 ? AT_FIRST_MS : percentile(this.#ready, 0.5)
  }

  get worstReadyMs(): number {
    return Math.max(0, ...this.#ready)
  }

  toString(): string {
    const line = (name: string, values: readonly number[]) => {
      const numbers = [0.5, 0.95, 1].map((part) => percentile(values, part).toFixed(0)).join(' / ')
      return `${name} ${numbers} ms (${values.length})`
    }
    return [
      `p50 / p95 / max: ${line('ready', this.#ready)}`,
      line('a job at work', this.#working),
      line('a job done', this.#finished),
      `the slowest after kill ${this.#slowestAfter}`,
    ].join('; ')
  }
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.floor(part * (sorted.length - 1))] ?? 0
}
