import type { Catalog } from '../core/catalog/catalog.ts'
import { messageOf } from '../core/errors.ts'
import { logKey } from '../core/model/artifact-keys.ts'
import { AttemptFailure } from '../core/model/attempt-failure.ts'
import type { AttemptTask } from '../core/model/attempt-task.ts'
import type { BlobStore } from '../core/ports/blob-store.ts'
import type { Executor, Task, TaskStatus } from '../core/ports/executor.ts'
import { lastLines } from '../handler/module/log-tail.ts'
import type { ModuleLimits } from '../handler/module/module-task.ts'
import { outcomeOf } from '../handler/module/outcome.ts'
import { keepLog } from './keep-log.ts'
import type { Log } from './log.ts'
import type { Room } from './room.ts'
import type { AttemptProgress, StagedAttempt } from './stages.ts'
import { TaskEnds } from './task-ends.ts'

export interface ModuleStageOptions {
  readonly catalog: Catalog
  readonly blobs: BlobStore
  readonly room: Room
  readonly executor: Executor
  readonly limits: ModuleLimits
  readonly log: Log
}

/** An attempt that is prepared. */
export interface ModuleRun {
  readonly task: AttemptTask
  /** What the executor is given. */
  readonly program: Task
  /** Called when the program has failed, before its log is kept. */
  readonly letGo: () => Promise<void>
}

/** The stage between prepare and commit: the module's program, on an executor, and its log. */
export class ModuleStage {
  readonly #options: ModuleStageOptions
  readonly #ends: TaskEnds

  constructor(options: ModuleStageOptions) {
    this.#options = options
    this.#ends = new TaskEnds(options.executor, options.log)
  }

  /** Runs the program and keeps its log, where it wrote one. Rejects unless it succeeded. */
  async run(run: ModuleRun, progress: AttemptProgress, signal: AbortSignal): Promise<StagedAttempt['log']> {
    return this.#finish(run, await this.#execute(run.program, progress, signal), progress, signal)
  }

  /** What is known of the ended program is no longer needed. */
  async forget(id: string): Promise<void> {
    this.#ends.forget(id)
    await this.#options.executor.forget(id)
  }

  async stop(): Promise<void> {
    await this.#ends.stop()
  }

  async #execute(program: Task, progress: AttemptProgress, signal: AbortSignal): Promise<TaskStatus> {
    const { executor, catalog } = this.#options
    const { clock } = catalog.context
    const from = clock.now()
    const ended = this.#ends.of(program.id)
    await progress.starting()
    signal.throwIfAborted()
    await executor.submit(program)
    progress.started()
    const cancel = () => void this.#cancel(program.id)
    signal.addEventListener('abort', cancel, { once: true })
    try {
      if (signal.aborted) cancel()
      const status = await ended
      progress.note({ ledger: { module: [from, clock.now()] } })
      return status
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

  async #cancel(id: string): Promise<void> {
    const { executor, limits, log } = this.#options
    await executor.cancel(id, limits.graceMs).catch((error: unknown) => {
      log.error({ task: id, error: messageOf(error) }, 'a module could not be ended')
    })
  }

  async #finish(
    { task, letGo }: ModuleRun,
    status: TaskStatus,
    progress: AttemptProgress,
    signal: AbortSignal,
  ): Promise<StagedAttempt['log']> {
    const { executor, blobs, room } = this.#options
    const succeeded = status.end === 'exit' && status.exitCode === 0
    if (!succeeded) await letGo()
    const lines = () => executor.logs(task.id, { follow: false })
    const key = logKey(task.artifact.prefix, task.number)
    const log = await room.whileFull(() => keepLog(blobs, key, lines()), signal)
    if (log !== undefined) progress.note({ log })
    if (succeeded && !signal.aborted) return log
    const outcome = outcomeOf(status, task.spec, succeeded ? [] : await lastLines(lines()))
    throw outcome.kind === 'failed' ? outcome.failure : new AttemptFailure('lost', 'the attempt was ended')
  }
}
