import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../../core/ports/clock.ts'
import type { Task, TaskEnd, TaskStatus } from '../../core/ports/executor.ts'
import { OutputLines } from '../../core/tasks/output-lines.ts'
import { sleepUntil } from '../../core/tasks/sleep-until.ts'
import { exitReason, isUnstartable, unstartableReason } from './exit-reason.ts'
import type { Leftovers, Traces } from './leftovers.ts'
import { ownFolder } from './own-folder.ts'
import { signalProcess } from './procfs.ts'
import { taskText } from './shell-text.ts'
import type { ShellTraits } from './shell-text.ts'
import type { SpawnOutcome, Spawner, SpawnerListener } from './spawner.ts'
import type { SpillingLog } from './spilling-log.ts'

/** What a task needs of its executor. */
export interface TaskSurroundings {
  readonly clock: Clock
  readonly leftovers: Leftovers
  readonly traits: ShellTraits
  /** Below which each task has a folder of its own. */
  readonly workspaces: string | undefined
  report(status: TaskStatus): void
}

interface Ending {
  readonly end: TaskEnd
  readonly reason?: string | undefined
  readonly exitCode?: number
}

/** A reason of our own, since the default one is an error with its stack, for each task. */
const OVER = 'The task is over.'
const MAX_BACKLOG_BYTES = 4 * 1024 * 1024

/** One task, from its submission to its end; the log stays. */
export class TaskRun implements SpawnerListener {
  readonly task: Task
  readonly log: SpillingLog
  status: TaskStatus
  /** Resolves when the end was reported. */
  readonly ended: Promise<void>
  readonly #around: TaskSurroundings
  readonly #output: OutputLines
  /** The variable that marks its processes. */
  readonly #mark: string
  #readAt = 0
  #resolveEnded: () => void = () => undefined
  readonly #over = new AbortController()
  #traces: Traces | undefined
  #spawner: Spawner | undefined
  #stopped: Ending | undefined
  #started = false

  constructor(task: Task, mark: string, log: SpillingLog, around: TaskSurroundings) {
    this.task = task
    this.log = log
    this.status = { id: task.id, state: 'running' }
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve))
    this.#mark = mark
    this.#around = around
    this.#output = new OutputLines(task.maxLogBytes, (text) => {
      log.append({ at: this.#readAt, text })
    })
  }

  /** Runs it on a free spawner; resolves when its end was reported and none of its processes is left. */
  async execute(spawner: Spawner): Promise<void> {
    if (this.#stopped !== undefined) {
      this.end(this.#stopped)
      return
    }
    this.#spawner = spawner
    this.#traces = this.#tracesIn(spawner)
    const outcome = await spawner.run(this.#text(), this)
    this.#over.abort(OVER)
    await this.#around.leftovers.clear(this.#traces, () => {
      spawner.kill()
    })
    if (outcome.kind === 'lost') await spawner.drained()
    this.#finishLog()
    if (this.log.backlog > 0) await this.log.written()
    this.end(this.#ending(outcome))
  }

  started(): void {
    this.#started = true
    this.status = { ...this.status, startedAt: this.#around.clock.now() }
    this.#around.report(this.status)
    if (this.#stopped !== undefined) void this.#terminate()
    if (this.task.timeoutMs > 0) void this.#limit()
  }

  output(chunk: Buffer): void {
    this.#readAt = this.#around.clock.now()
    this.#output.write(chunk)
    if (this.log.backlog > MAX_BACKLOG_BYTES) void this.#waitForDisk()
  }

  /** Terminates, kills after `graceMs`, and resolves when the end was reported. A later call may only hasten it. */
  async stop(end: TaskEnd, reason: string, graceMs: number): Promise<void> {
    const first = this.#stopped === undefined
    this.#stopped ??= { end, reason }
    if (this.#spawner !== undefined) {
      if (first && this.#started) void this.#terminate()
      void this.#killAfter(this.#spawner, graceMs)
    }
    await this.ended
  }

  /** Reports the end; what is left of the task must be gone. */
  end(ending: Ending): void {
    if (this.status.state === 'ended') return
    this.#over.abort(OVER)
    this.log.end()
    const { end, reason, exitCode } = ending
    this.status = {
      ...this.status,
      state: 'ended',
      end,
      endedAt: this.#around.clock.now(),
      ...(reason === undefined ? {} : { reason }),
      ...(exitCode === undefined ? {} : { exitCode }),
    }
    this.#around.report(this.status)
    this.#resolveEnded()
  }

  #text(): string {
    const at = this.#mark.indexOf('=')
    const marked = { ...this.task.environment, [this.#mark.slice(0, at)]: this.#mark.slice(at + 1) }
    return taskText(this.task, marked, this.#around.traits)
  }

  #tracesIn({ pid, pipe, born }: Spawner): Traces {
    const places = { folder: ownFolder(this.task.directory, this.#around.workspaces), pipe }
    return { session: pid, mark: this.#mark, places, born, since: this.#around.leftovers.now() }
  }

  #ending(outcome: SpawnOutcome): Ending {
    if (this.#stopped !== undefined) return this.#stopped
    if (outcome.kind === 'lost') {
      return {
        end: 'lost',
        reason: 'The shell that ran it was ended from outside, and what it ran was killed.',
      }
    }
    const { code } = outcome
    const unstartable =
      outcome.kind === 'unstartable' ||
      (this.#around.traits.environment === 'env' && isUnstartable(this.task, code))
    if (unstartable) return { end: 'unstartable', reason: unstartableReason(this.task, code) }
    return { end: 'exit', exitCode: code, reason: exitReason(code) }
  }

  #finishLog(): void {
    this.#readAt = this.#around.clock.now()
    this.#output.end()
  }

  /** The group, and those that left it. */
  async #terminate(): Promise<void> {
    this.#spawner?.terminate()
    if (this.#traces === undefined) return
    const found = await this.#around.leftovers.find(this.#traces).catch(() => [])
    for (const stat of found) if (stat.group !== this.#spawner?.pid) signalProcess(stat, 'SIGTERM')
  }

  async #killAfter(spawner: Spawner, graceMs: number): Promise<void> {
    const { clock } = this.#around
    await sleepUntil(clock, clock.monotonic() + graceMs, this.#over.signal)
    if (!this.#over.signal.aborted) spawner.kill()
  }

  async #limit(): Promise<void> {
    const { timeoutMs, graceMs } = this.task
    const { clock } = this.#around
    await sleepUntil(clock, clock.monotonic() + timeoutMs, this.#over.signal)
    await turn() // after a standstill timers come first: an end that is only waiting to be read counts
    if (this.#over.signal.aborted) return
    await this.stop(
      'timeout',
      `It was ended after ${String(timeoutMs)} ms, its maximum execution time.`,
      graceMs,
    )
  }

  async #waitForDisk(): Promise<void> {
    this.#spawner?.pause()
    await this.log.written()
    this.#spawner?.resume()
  }
}
