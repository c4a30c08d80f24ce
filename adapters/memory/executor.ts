import { IteronError, messageOf } from '../../core/errors.ts'
import type { Clock } from '../../core/ports/clock.ts'
import type { Executor, ExecutorCapabilities, LogLine, Task, TaskStatus } from '../../core/ports/executor.ts'
import { sleepUntil } from '../../core/tasks/sleep-until.ts'
import { StatusFeed } from '../../core/tasks/status-feed.ts'
import { taskProblem } from '../../core/tasks/task-problem.ts'
import { MemoryTask } from './task.ts'

/** What a registered command is given. */
export interface CommandRun {
  readonly task: Task
  /** `task.command` without the program. */
  readonly arguments: readonly string[]
  /** Aborted when the program has to end: what SIGTERM is to a process. */
  readonly signal: AbortSignal
  print(output: string | Uint8Array): void
}

/** A program as a function: returns its exit code; what it throws is printed, and the code is 1. */
export type Command = (run: CommandRun) => number | Promise<number>

export interface MemoryExecutorOptions {
  readonly clock: Clock
  /** By program, the first part of a task's command. */
  readonly commands: Readonly<Record<string, Command>>
  /** For every other program; without it they are unstartable. */
  readonly fallback?: Command
  /** Whether any of them reads or writes files; default true. */
  readonly files?: boolean
}

/**
 * Runs functions of this process. A function can't be killed: one that doesn't end when its signal is aborted is left
 * alone
 * after the grace, and what it prints then is ignored.
 */
export function memoryExecutor(options: MemoryExecutorOptions): Executor {
  return new MemoryExecutor(options)
}

/** Every program succeeds at once and does nothing, not even with files: what is left is the cost of everything else. */
export function nullExecutor(clock: Clock): Executor {
  return new MemoryExecutor({ clock, commands: {}, fallback: () => 0, files: false })
}

class MemoryExecutor implements Executor {
  readonly capabilities: ExecutorCapabilities
  readonly #options: MemoryExecutorOptions
  readonly #tasks = new Map<string, MemoryTask>()
  readonly #feed = new StatusFeed()
  #state: 'new' | 'open' | 'closed' = 'new'

  constructor(options: MemoryExecutorOptions) {
    this.#options = options
    this.capabilities = { stages: 'dispatcher', local: true, files: options.files ?? true }
  }

  open(): Promise<void> {
    if (this.#state === 'closed') return Promise.reject(this.#notOpen())
    this.#state = 'open'
    return Promise.resolve()
  }

  submit(task: Task): Promise<void> {
    if (this.#state !== 'open') return Promise.reject(this.#notOpen())
    if (this.#tasks.has(task.id)) return Promise.resolve()
    const run = new MemoryTask(task, this.#options.clock, (status) => {
      this.#feed.publish(status)
    })
    this.#tasks.set(task.id, run)
    void this.#run(run)
    return Promise.resolve()
  }

  observe(signal: AbortSignal): AsyncIterable<TaskStatus> {
    return this.#feed.observe(this.#state === 'open' ? signal : AbortSignal.abort())
  }

  list(): Promise<TaskStatus[]> {
    if (this.#state !== 'open') return Promise.reject(this.#notOpen())
    return Promise.resolve([...this.#tasks.values()].map((task) => task.status))
  }

  async cancel(id: string, graceMs: number): Promise<void> {
    await this.#tasks.get(id)?.stop('cancelled', 'Cancelled.', graceMs)
  }

  async *logs(
    id: string,
    options: { readonly follow: boolean; readonly signal?: AbortSignal },
  ): AsyncGenerator<LogLine> {
    if (this.#state !== 'open') throw this.#notOpen()
    const task = this.#tasks.get(id)
    if (task === undefined) throw new IteronError('NOT_FOUND', `The executor knows no task ${id}.`)
    yield* task.log.read(options)
  }

  forget(id: string): Promise<void> {
    if (this.#tasks.get(id)?.status.state === 'ended') this.#tasks.delete(id)
    return Promise.resolve()
  }

  async close(): Promise<void> {
    this.#state = 'closed'
    const stops = [...this.#tasks.values()].map((task) =>
      task.stop('cancelled', 'The executor was closed.', 0),
    )
    await Promise.all(stops)
    this.#feed.close()
  }

  async #run(run: MemoryTask): Promise<void> {
    const [program = '', ...rest] = run.task.command
    const command = Object.hasOwn(this.#options.commands, program)
      ? this.#options.commands[program]
      : this.#options.fallback
    const problem = taskProblem(run.task)
    if (problem !== undefined || command === undefined) {
      run.end('unstartable', problem ?? `There is no command ${JSON.stringify(program)}.`)
      return
    }
    run.start()
    this.#limit(run)
    try {
      const exitCode = await command({
        task: run.task,
        arguments: rest,
        signal: run.signal,
        print: run.print,
      })
      run.exit(exitCode)
    } catch (error) {
      run.print(messageOf(error))
      run.exit(1)
    }
  }

  #limit(run: MemoryTask): void {
    const { timeoutMs, graceMs } = run.task
    if (timeoutMs === 0) return
    const { clock } = this.#options
    void sleepUntil(clock, clock.monotonic() + timeoutMs, run.done).then(() => {
      return run.stop('timeout', `Ended after ${String(timeoutMs)} ms, its maximum execution time.`, graceMs)
    })
  }

  #notOpen(): IteronError {
    return new IteronError(
      'FAILED_PRECONDITION',
      `The executor is ${this.#state === 'new' ? 'not open yet' : 'closed'}.`,
    )
  }
}
