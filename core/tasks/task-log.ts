import type { LogLine } from '../ports/executor.ts'

/** Reads on from where it stopped; an empty answer: nothing new so far. */
export interface LogCursor {
  read(): Promise<LogLine[]>
}

/** A task's log: written by one, read by any number, from the start, while it grows. */
export abstract class TaskLog {
  #ended = false
  #version = 0
  readonly #readers = new Set<() => void>()

  abstract append(line: LogLine): void
  protected abstract cursor(): LogCursor

  /** No line comes any more. */
  end(): void {
    this.#ended = true
    this.changed()
  }

  /** Lines so far, then with `follow` as they come, until the end or the signal. */
  async *read(options: { readonly follow: boolean; readonly signal?: AbortSignal }): AsyncGenerator<LogLine> {
    const cursor = this.cursor()
    while (!aborted(options.signal)) {
      const ended = this.#ended
      const version = this.#version
      const lines = await cursor.read()
      for (const line of lines) {
        yield line
        if (aborted(options.signal)) return
      }
      if (lines.length > 0) continue
      if (ended || !options.follow) return
      if (version === this.#version) await this.#change(options.signal)
    }
  }

  /** Wakes those who follow. */
  protected changed(): void {
    this.#version++
    for (const wake of this.#readers) wake()
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal?.removeEventListener('abort', wake)
        this.#readers.delete(wake)
        resolve()
      }
      this.#readers.add(wake)
      signal?.addEventListener('abort', wake, { once: true })
    })
  }
}

function aborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}

/** A log that is held in memory. */
export class MemoryTaskLog extends TaskLog {
  readonly #lines: LogLine[] = []

  append(line: LogLine): void {
    this.#lines.push(line)
    this.changed()
  }

  protected cursor(): LogCursor {
    let next = 0
    return {
      read: () => {
        const lines = this.#lines.slice(next)
        next += lines.length
        return Promise.resolve(lines)
      },
    }
  }
}
