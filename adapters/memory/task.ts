import type { Clock } from '../../core/ports/clock.ts'
import type { Task, TaskEnd, TaskStatus } from '../../core/ports/executor.ts'
import { OutputLines } from '../../core/tasks/output-lines.ts'
import { MemoryTaskLog } from '../../core/tasks/task-log.ts'

/** A reason of our own, since the default one is an error with its stack, for each task. */
const OVER = 'The task is over.'

/** One task of the in-memory executor, from submission to its end. */
export class MemoryTask {
  readonly task: Task
  readonly log = new MemoryTaskLog()
  status: TaskStatus
  readonly #clock: Clock
  readonly #report: (status: TaskStatus) => void
  readonly #output: OutputLines
  readonly #terminate = new AbortController()
  readonly #done = new AbortController()
  #stopped: { readonly end: TaskEnd; readonly reason: string } | undefined

  constructor(task: Task, clock: Clock, report: (status: TaskStatus) => void) {
    this.task = task
    this.#clock = clock
    this.#report = report
    this.#output = new OutputLines(task.maxLogBytes, (text) => {
      this.log.append({ at: clock.now(), text })
    })
    this.status = { id: task.id, state: 'running' }
  }

  /** Aborted when the command has to end. */
  get signal(): AbortSignal {
    return this.#terminate.signal
  }

  /** Aborted when the task has ended. */
  get done(): AbortSignal {
    return this.#done.signal
  }

  readonly print = (output: string | Uint8Array): void => {
    if (this.status.state === 'running')
      this.#output.write(typeof output === 'string' ? Buffer.from(output) : Buffer.from(output))
  }

  start(): void {
    this.status = { ...this.status, startedAt: this.#clock.now() }
    this.#report(this.status)
  }

  /** The command returned. */
  exit(exitCode: number): void {
    if (this.#stopped === undefined)
      this.end('exit', `It ended with exit code ${String(exitCode)}.`, exitCode)
    else this.end(this.#stopped.end, this.#stopped.reason)
  }

  /** Resolves when the task has ended, after `graceMs` at the latest. */
  async stop(end: TaskEnd, reason: string, graceMs: number): Promise<void> {
    if (this.status.state === 'ended') return
    this.#stopped ??= { end, reason }
    this.#terminate.abort()
    await this.#clock.sleep(graceMs, this.done)
    this.end(this.#stopped.end, this.#stopped.reason)
  }

  end(end: TaskEnd, reason: string, exitCode?: number): void {
    if (this.status.state === 'ended') return
    this.#output.end()
    this.log.end()
    const code = exitCode === undefined ? {} : { exitCode }
    this.status = { ...this.status, state: 'ended', end, reason, endedAt: this.#clock.now(), ...code }
    this.#done.abort(OVER)
    this.#report(this.status)
  }
}
