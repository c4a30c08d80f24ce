import { IteronError, messageOf } from '../../core/errors.ts'
import type { Clock } from '../../core/ports/clock.ts'
import type { Executor, LogLine, Task, TaskStatus } from '../../core/ports/executor.ts'
import { StatusFeed } from '../../core/tasks/status-feed.ts'
import { taskProblem } from '../../core/tasks/task-problem.ts'
import { ControlFolder } from './control-folder.ts'
import { startMachinery } from './machinery.ts'
import type { Machinery } from './machinery.ts'
import { LogMemory, SpillingLog } from './spilling-log.ts'
import { TaskRun } from './task-run.ts'

export interface ProcessExecutorOptions {
  /** How many tasks run at a time; the others wait in the order of their submission. */
  readonly slots: number
  /** Where it keeps what it needs, absolute: this executor's own, and on this machine. One executor at a time. */
  readonly folder: string
  /**
   * Where each task has a folder of its own, absolute: whatever works below a task's, or has something there open, ends
   * with it. Tasks that work elsewhere share that with others.
   */
  readonly workspaces?: string
  readonly clock: Clock
  /**
   * When this process has been silent for so long (stopped, suspended), its programs are killed, milliseconds. 0:
   * never.
   */
  readonly starveMs?: number
  /** A POSIX shell with its first arguments; default `/bin/sh`. */
  readonly shell?: readonly string[]
}

/** What logs hold in memory at most, bytes, before even small ones go to files. */
const LOG_MEMORY_BYTES = 16 * 1024 * 1024

/**
 * Runs tasks as processes of this machine, by way of resident shells: one for each slot.
 *
 * A program gets exactly the task's environment and `ITERON_TASK`, by which what it leaves behind is found; an empty
 * stdin;
 * one pipe as stdout and stderr. `resources` are for executors that place tasks: nothing is limited here. `close` kills
 * without grace. On macOS, which has no `/proc`, only what stays in the program's process group is ended with it, and
 * not
 * before the spawner is.
 */
export function processExecutor(options: ProcessExecutorOptions): Executor {
  return new ProcessExecutor(options)
}

class ProcessExecutor implements Executor {
  readonly capabilities = { stages: 'dispatcher', local: true, files: true } as const
  readonly #options: ProcessExecutorOptions
  readonly #folder: ControlFolder
  readonly #runs = new Map<string, TaskRun>()
  #queue: TaskRun[] = []
  readonly #feed = new StatusFeed()
  readonly #logMemory = new LogMemory(LOG_MEMORY_BYTES)
  #busy = 0
  #count = 0
  #opening: Promise<Machinery> | undefined
  #machinery: Machinery | undefined
  #closing: Promise<void> | undefined

  constructor(options: ProcessExecutorOptions) {
    this.#options = options
    this.#folder = new ControlFolder(options.folder)
  }

  async open(): Promise<void> {
    if (this.#closing !== undefined) throw this.#notOpen()
    const { shell = ['/bin/sh'], starveMs = 0 } = this.#options
    this.#opening ??= startMachinery(shell, this.#folder, starveMs)
    try {
      this.#machinery = await this.#opening
    } catch (error) {
      this.#opening = undefined
      throw error
    }
  }

  submit(task: Task): Promise<void> {
    const machinery = this.#machinery
    if (machinery === undefined || this.#closing !== undefined) return Promise.reject(this.#notOpen())
    if (this.#runs.has(task.id)) return Promise.resolve()
    const run = this.#newRun(task, machinery)
    this.#runs.set(task.id, run)
    const problem = taskProblem(task)
    if (problem !== undefined) run.end({ end: 'unstartable', reason: problem })
    else if (this.#busy < this.#options.slots) void this.#occupy(run, machinery)
    else this.#queue.push(run)
    return Promise.resolve()
  }

  observe(signal: AbortSignal): AsyncIterable<TaskStatus> {
    return this.#feed.observe(this.#closing === undefined ? signal : AbortSignal.abort())
  }

  list(): Promise<TaskStatus[]> {
    if (this.#machinery === undefined || this.#closing !== undefined) return Promise.reject(this.#notOpen())
    return Promise.resolve([...this.#runs.values()].map((run) => run.status))
  }

  async cancel(id: string, graceMs: number): Promise<void> {
    const run = this.#runs.get(id)
    if (run === undefined || run.status.state === 'ended') return
    const waiting = this.#queue.indexOf(run)
    if (waiting === -1) {
      await run.stop('cancelled', 'It was cancelled.', graceMs)
    } else {
      this.#queue.splice(waiting, 1)
      run.end({ end: 'cancelled', reason: 'It was cancelled before it started.' })
    }
  }

  async *logs(
    id: string,
    options: { readonly follow: boolean; readonly signal?: AbortSignal },
  ): AsyncGenerator<LogLine> {
    if (this.#machinery === undefined || this.#closing !== undefined) throw this.#notOpen()
    const run = this.#runs.get(id)
    if (run === undefined) throw new IteronError('NOT_FOUND', `The executor knows no task ${id}.`)
    yield* run.log.read(options)
  }

  async forget(id: string): Promise<void> {
    const run = this.#runs.get(id)
    if (run?.status.state !== 'ended') return
    this.#runs.delete(id)
    await run.log.remove()
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  #newRun(task: Task, machinery: Machinery): TaskRun {
    const log = new SpillingLog(() => this.#folder.newLog(), this.#logMemory)
    return new TaskRun(task, `${this.#folder.mark}${String(this.#count++)}`, log, {
      clock: this.#options.clock,
      leftovers: machinery.leftovers,
      traits: machinery.traits,
      workspaces: this.#options.workspaces,
      report: (status) => {
        this.#feed.publish(status)
      },
    })
  }

  /** Runs it, and then what waits, one after the other. */
  async #occupy(first: TaskRun, machinery: Machinery): Promise<void> {
    this.#busy++
    for (let run: TaskRun | undefined = first; run !== undefined; run = this.#queue.shift()) {
      await this.#execute(run, machinery)
    }
    this.#busy--
  }

  async #execute(run: TaskRun, machinery: Machinery): Promise<void> {
    const spawner = await machinery.pool.take().catch((error: unknown) => {
      run.end({ end: 'unavailable', reason: messageOf(error) })
    })
    if (spawner === undefined) return
    await run.execute(spawner)
    machinery.pool.put(spawner)
  }

  async #close(): Promise<void> {
    const machinery = await this.#opening?.catch(() => undefined)
    const waiting = this.#queue
    this.#queue = []
    const reason = 'The executor was closed.'
    for (const run of waiting) run.end({ end: 'cancelled', reason })
    const runs = [...this.#runs.values()]
    const running = runs.filter((run) => run.status.state === 'running')
    await Promise.all(running.map((run) => run.stop('cancelled', reason, 0)))
    await machinery?.close()
    this.#feed.close()
    await Promise.all(runs.map((run) => run.log.remove()))
  }

  #notOpen(): IteronError {
    const state = this.#closing === undefined ? 'not open yet' : 'closed'
    return new IteronError('FAILED_PRECONDITION', `The executor is ${state}.`)
  }
}
