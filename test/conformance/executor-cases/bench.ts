import { randomBytes } from 'node:crypto'
import type { Executor, LogLine, Task, TaskStatus } from '../../../core/ports/executor.ts'
import type { Behaviour, ExecutorHarness } from '../executor.ts'

const LIMIT_MS = 15_000

/** An open executor whose statuses are collected, and short ways to give it tasks. */
export class Bench {
  readonly executor: Executor
  readonly seen: TaskStatus[] = []
  readonly #harness: ExecutorHarness
  readonly #end = new AbortController()
  readonly #waiters = new Set<() => void>()
  readonly #reading: Promise<void>

  private constructor(harness: ExecutorHarness, executor: Executor) {
    this.#harness = harness
    this.executor = executor
    this.#reading = this.#collect()
  }

  static async open(harness: ExecutorHarness, slots = 2): Promise<Bench> {
    const executor = await harness.create(slots)
    await executor.open()
    return new Bench(harness, executor)
  }

  async task(
    behaviour: Behaviour,
    parameters: readonly string[] = [],
    changes: Partial<Task> = {},
  ): Promise<Task> {
    return {
      id: `t-${randomBytes(8).toString('hex')}`,
      command: this.#harness.command(behaviour, ...parameters),
      directory: await this.#harness.directory(),
      environment: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
      timeoutMs: 0,
      graceMs: 10_000,
      maxLogBytes: 1 << 20,
      ...changes,
    }
  }

  /** Submits and returns the task's id. */
  async submit(
    behaviour: Behaviour,
    parameters: readonly string[] = [],
    changes: Partial<Task> = {},
  ): Promise<string> {
    const task = await this.task(behaviour, parameters, changes)
    await this.executor.submit(task)
    return task.id
  }

  /** Submits and returns how it ended. */
  async run(
    behaviour: Behaviour,
    parameters: readonly string[] = [],
    changes: Partial<Task> = {},
  ): Promise<TaskStatus> {
    return this.ended(await this.submit(behaviour, parameters, changes))
  }

  ended(id: string): Promise<TaskStatus> {
    return this.until((status) => status.id === id && status.state === 'ended', `the end of ${id}`)
  }

  /** The first status, seen or to come, that fits. */
  async until(fits: (status: TaskStatus) => boolean, what: string): Promise<TaskStatus> {
    const deadline = Date.now() + LIMIT_MS
    for (;;) {
      const status = this.seen.find(fits)
      if (status !== undefined) return status
      if (Date.now() >= deadline) throw new Error(`waited too long for ${what}`)
      await this.#change(deadline - Date.now())
    }
  }

  /** Resolves when the task has printed that line. */
  async printed(id: string, text: string): Promise<void> {
    const signal = AbortSignal.timeout(LIMIT_MS)
    for await (const line of this.executor.logs(id, { follow: true, signal })) if (line.text === text) return
    throw new Error(`${id} didn't print ${text}`)
  }

  async log(id: string): Promise<string[]> {
    return (await collect(this.executor.logs(id, { follow: false }))).map((line) => line.text)
  }

  async close(): Promise<void> {
    await this.executor.close()
    this.#end.abort()
    await this.#reading
  }

  async #collect(): Promise<void> {
    for await (const status of this.executor.observe(this.#end.signal)) {
      this.seen.push(status)
      for (const wake of this.#waiters) wake()
    }
  }

  #change(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.#waiters.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      this.#waiters.add(wake)
    })
  }
}

export async function collect(lines: AsyncIterable<LogLine>): Promise<LogLine[]> {
  const all: LogLine[] = []
  for await (const line of lines) all.push(line)
  return all
}
