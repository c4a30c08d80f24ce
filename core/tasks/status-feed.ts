import type { TaskStatus } from '../ports/executor.ts'

/** Hands every status to each observer that is there; what one hasn't read yet waits for it. */
export class StatusFeed {
  readonly #observers = new Set<StatusQueue>()

  publish(status: TaskStatus): void {
    for (const observer of this.#observers) observer.push(status)
  }

  /** Observes from this call on, not from the first read. */
  observe(signal: AbortSignal): AsyncIterable<TaskStatus> {
    const queue = new StatusQueue()
    const leave = () => {
      this.#observers.delete(queue)
      queue.end()
    }
    if (signal.aborted) queue.end()
    else {
      this.#observers.add(queue)
      signal.addEventListener('abort', leave, { once: true })
    }
    return queue.read(() => {
      signal.removeEventListener('abort', leave)
      leave()
    })
  }

  /** Ends every observer after what it was handed. */
  close(): void {
    for (const observer of this.#observers) observer.end()
    this.#observers.clear()
  }
}

class StatusQueue {
  #waiting: TaskStatus[] = []
  #ended = false
  #wake: () => void = () => undefined

  push(status: TaskStatus): void {
    this.#waiting.push(status)
    this.#wake()
  }

  end(): void {
    this.#ended = true
    this.#wake()
  }

  async *read(leave: () => void): AsyncGenerator<TaskStatus> {
    try {
      for (;;) {
        const batch = this.#waiting
        this.#waiting = []
        yield* batch
        if (this.#waiting.length > 0) continue
        if (this.#ended) return
        await new Promise<void>((resolve) => (this.#wake = resolve))
      }
    } finally {
      leave()
    }
  }
}
