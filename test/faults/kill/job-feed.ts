import { setTimeout as pause } from 'node:timers/promises'
import type { Client, Job } from '../../e2e/client.ts'

const WATCH_MS = 600_000
const LIVE = new Set(['preparing', 'running', 'committing'])

/** What a server tells about its jobs from its start to its death. */
export class JobFeed {
  /** When the first attempt of this server was seen at work, and the first job was done; `performance.now()`. */
  workingAt: number | undefined
  finishedAt: number | undefined
  readonly #waiting = new Set<(job: Job) => void>()
  readonly #stop = new AbortController()

  constructor(client: Client) {
    void this.#read(client)
  }

  /** Resolves with true at the first change of a job that fits, with false if there is none in time. */
  async next(fits: (job: Job) => boolean, limitMs: number): Promise<boolean> {
    const over = new AbortController()
    const found = new Promise<boolean>((resolve) => {
      const listener = (job: Job) => {
        if (fits(job)) resolve(true)
      }
      this.#waiting.add(listener)
      over.signal.addEventListener('abort', () => this.#waiting.delete(listener))
    })
    const late = pause(limitMs, false, { signal: over.signal })
    late.catch(() => undefined)
    try {
      return await Promise.race([found, late])
    } finally {
      over.abort()
    }
  }

  close(): void {
    this.#stop.abort()
  }

  /** Ends with the server. */
  async #read(client: Client): Promise<void> {
    const settings = { timeoutMs: WATCH_MS, signal: this.#stop.signal }
    try {
      for await (const { job } of client.connection.stream(
        'jobs',
        'WatchJobs',
        { skipFinal: true },
        settings,
      ))
        this.#tell(job!)
    } catch {
      // it was killed
    }
  }

  #tell(job: Job): void {
    if (LIVE.has(job.state)) this.workingAt ??= performance.now()
    if (job.state === 'succeeded') {
      this.finishedAt ??= performance.now()
      this.workingAt ??= this.finishedAt
    }
    for (const listener of this.#waiting) listener(job)
  }
}
