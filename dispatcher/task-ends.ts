import { messageOf } from '../core/errors.ts'
import type { Executor, TaskStatus } from '../core/ports/executor.ts'
import type { Log } from './log.ts'

/** Hands each task's end to who waits for it: one observer for all of an executor's tasks. */
export class TaskEnds {
  readonly #executor: Executor
  readonly #log: Log
  readonly #waiting = new Map<string, (status: TaskStatus) => void>()
  readonly #stopping = new AbortController()
  #observing: Promise<void> | undefined

  constructor(executor: Executor, log: Log) {
    this.#executor = executor
    this.#log = log
  }

  /**
   * Resolves when the task has ended, as lost if the executor can't be observed. Call it before the task is submitted.
   */
  of(task: string): Promise<TaskStatus> {
    this.#observing ??= this.#observe()
    return new Promise((resolve) => this.#waiting.set(task, resolve))
  }

  forget(task: string): void {
    this.#waiting.delete(task)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#observing
  }

  async #observe(): Promise<void> {
    try {
      for await (const status of this.#executor.observe(this.#stopping.signal)) {
        if (status.state !== 'ended') continue
        this.#waiting.get(status.id)?.(status)
        this.#waiting.delete(status.id)
      }
    } catch (error) {
      this.#log.error({ error: messageOf(error) }, 'an executor can not be observed')
    }
    // Nobody will hear of these any more.
    for (const [id, resolve] of this.#waiting)
      resolve({ id, state: 'ended', end: 'lost', reason: 'the executor was closed' })
    this.#waiting.clear()
    this.#observing = undefined
  }
}
