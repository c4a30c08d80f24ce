import type { Catalog } from '../core/catalog/catalog.ts'
import { messageOf } from '../core/errors.ts'
import { logKey } from '../core/model/artifact-keys.ts'
import type { ArtifactRecord } from '../core/model/artifact.ts'
import { AttemptFailure } from '../core/model/attempt-failure.ts'
import type { AttemptOutput } from '../core/model/attempt-output.ts'
import type { AttemptTask } from '../core/model/attempt-task.ts'
import { backoffMs } from '../core/model/failure.ts'
import type { Ledger } from '../core/model/ledger.ts'
import type { BlobStore } from '../core/ports/blob-store.ts'
import type { Executor, TaskStatus } from '../core/ports/executor.ts'
import { commit } from '../handler/committer/commit.ts'
import { dropSpare } from '../handler/committer/drop-spare.ts'
import { removeForged } from '../handler/committer/seal.ts'
import { lastLines } from '../handler/module/log-tail.ts'
import { moduleTask, type ModuleLimits } from '../handler/module/module-task.ts'
import { outcomeOf } from '../handler/module/outcome.ts'
import { CodeDigests } from '../handler/preparer/code-digests.ts'
import type { Ambient } from '../handler/preparer/environment.ts'
import { prepare, type Prepared } from '../handler/preparer/prepare.ts'
import { WorkspacePool } from '../handler/workspace-pool.ts'
import { workspaceOf, type Workspace } from '../handler/workspace.ts'
import type { Log } from './log.ts'
import { GroupSync } from './group-sync.ts'
import type { Room } from './room.ts'
import { ModuleDigests } from './module-digests.ts'
import { publishMetadata, writeMetadata, type Origin } from './publish-metadata.ts'
import { keepLog } from './keep-log.ts'
import type { AttemptProgress, AttemptStages, StagedAttempt } from './stages.ts'
import { TaskEnds } from './task-ends.ts'

export interface LocalStagesOptions {
  readonly catalog: Catalog
  readonly blobs: BlobStore
  readonly room: Room
  readonly executor: Executor
  /** Folder of the workspaces, absolute. */
  readonly workspaces: string
  /** The environment of this process. */
  readonly ambient: Ambient
  readonly limits: ModuleLimits
  /** Leaves workspaces to be looked at. */
  readonly keepWorkspace: boolean
  readonly log: Log
}

/** C1 is repeated when the store fails, and not the module; as long as it is full, without counting. */
const COMMIT_TRIES = 5
const COMMIT_BACKOFF = { count: COMMIT_TRIES, initialMs: 500, factor: 3, maxMs: 30_000 }

/** Prepare and commit in this process, the module on an executor beside it. */
export class LocalStages implements AttemptStages {
  readonly #options: LocalStagesOptions
  readonly #ends: TaskEnds
  readonly #code = new CodeDigests()
  readonly #pool: WorkspacePool | undefined
  readonly #metadata: GroupSync
  readonly #digests: ModuleDigests

  constructor(options: LocalStagesOptions) {
    this.#options = options
    this.#ends = new TaskEnds(options.executor, options.log)
    this.#metadata = new GroupSync(options.blobs)
    this.#digests = new ModuleDigests(options.catalog)
    if (options.keepWorkspace) return
    this.#pool = new WorkspacePool(options.workspaces, (error) => {
      options.log.warn({ error: messageOf(error) }, 'the workspace of an attempt could not be removed')
    })
  }

  async run(task: AttemptTask, progress: AttemptProgress, signal: AbortSignal): Promise<StagedAttempt> {
    const workspace = workspaceOf(this.#options.workspaces, task.id)
    try {
      return await this.#runIn(workspace, task, progress, signal)
    } catch (error) {
      await this.#letGo(workspace)
      throw error
    }
  }

  async #runIn(
    workspace: Workspace,
    task: AttemptTask,
    progress: AttemptProgress,
    signal: AbortSignal,
  ): Promise<StagedAttempt> {
    const prepared = await this.#prepare(task, workspace, progress, signal)
    const status = await this.#execute(task, workspace, prepared, progress, signal)
    const log = await this.#finish(task, workspace, status, progress, signal)
    progress.exited()
    const from = this.#now()
    await removeForged(workspace)
    const output = await this.#commit(task, workspace, signal)
    const ledger = {
      commit: [from, this.#now()] as const,
      filesOut: output.files.length,
      bytesOut: output.bytes,
      deduplicated: output.files.filter(({ key }) => !key.startsWith(task.artifact.prefix)).length,
    }
    progress.note({ ledger })
    return { output, ledger, ...(log === undefined ? {} : { log }) }
  }

  async restage(task: AttemptTask, signal: AbortSignal): Promise<AttemptOutput> {
    const output = await this.#commit(task, workspaceOf(this.#options.workspaces, task.id), signal)
    await dropSpare(this.#options.blobs, task.artifact.prefix, output)
    return output
  }

  async publishMetadata(artifact: ArtifactRecord, origin?: Origin): Promise<void> {
    const { catalog, blobs } = this.#options
    const sync = (key: string) => this.#metadata.sync(key)
    if (origin === undefined) return publishMetadata(catalog, blobs, artifact, sync)
    const moduleDigest = await this.#digests.of(artifact.module, artifact.moduleVersion)
    await writeMetadata(blobs, artifact, () => ({ ...origin, ...moduleDigest }), sync)
  }

  async clean(task: Pick<AttemptTask, 'id'>): Promise<void> {
    this.#ends.forget(task.id)
    await this.#options.executor.forget(task.id)
    await this.#pool?.giveBack(workspaceOf(this.#options.workspaces, task.id))
  }

  async stop(): Promise<void> {
    await this.#ends.stop()
    await this.#pool?.close()
  }

  async #prepare(
    task: AttemptTask,
    workspace: Workspace,
    progress: AttemptProgress,
    signal: AbortSignal,
  ): Promise<Prepared> {
    const { blobs, ambient, catalog } = this.#options
    const from = this.#now()
    const prepared = await prepare(task, workspace, {
      blobs,
      ambient,
      cache: this.#code,
      signal,
      ...(this.#pool === undefined ? {} : { pool: this.#pool }),
    }).catch(async (error: unknown) => {
      await catalog.contents.met(error)
      throw error
    })
    progress.note({
      ledger: { prepare: [from, this.#now()], filesIn: prepared.filesIn, bytesIn: prepared.bytesIn },
    })
    return prepared
  }

  async #execute(
    task: AttemptTask,
    workspace: Workspace,
    prepared: Prepared,
    progress: AttemptProgress,
    signal: AbortSignal,
  ): Promise<TaskStatus> {
    const { executor, limits } = this.#options
    const cancel = () =>
      void executor.cancel(task.id, limits.graceMs).catch((error: unknown) => {
        this.#options.log.error({ task: task.id, error: messageOf(error) }, 'a module could not be ended')
      })
    const from = this.#now()
    const ended = this.#ends.of(task.id)
    await progress.starting()
    signal.throwIfAborted()
    await executor.submit(moduleTask(task, prepared, workspace, limits))
    progress.started()
    signal.addEventListener('abort', cancel, { once: true })
    try {
      if (signal.aborted) cancel()
      const status = await ended
      progress.note({ ledger: moduleSpan(from, this.#now()) })
      return status
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }

  /** Keeps the log; rejects unless the module succeeded. */
  async #finish(
    task: AttemptTask,
    workspace: Workspace,
    status: TaskStatus,
    progress: AttemptProgress,
    signal: AbortSignal,
  ) {
    const { executor, blobs, room } = this.#options
    const succeeded = status.end === 'exit' && status.exitCode === 0
    if (!succeeded) await this.#letGo(workspace)
    const lines = () => executor.logs(task.id, { follow: false })
    const key = logKey(task.artifact.prefix, task.number)
    const log = await room.whileFull(() => keepLog(blobs, key, lines()), signal)
    if (log !== undefined) progress.note({ log })
    if (succeeded && !signal.aborted) return log
    const outcome = outcomeOf(status, task.spec, succeeded ? [] : await lastLines(lines()))
    throw outcome.kind === 'failed' ? outcome.failure : new AttemptFailure('lost', 'the attempt was ended')
  }

  async #commit(task: AttemptTask, workspace: Workspace, signal: AbortSignal): Promise<AttemptOutput> {
    const { blobs, catalog, room } = this.#options
    const { clock, ids } = catalog.context
    const lookup = (digests: readonly string[]) => catalog.contents.lookup(digests)
    for (let n = 1; ; n += 1) {
      try {
        const store = () => commit(task, workspace, { blobs, lookup, signal })
        const output = await room.whileFull(store, signal)
        if (n > 1) await dropSpare(blobs, task.artifact.prefix, output)
        return output
      } catch (error) {
        if (error instanceof AttemptFailure || n >= COMMIT_TRIES || signal.aborted) throw error
        this.#options.log.warn(
          { job: task.job, error: messageOf(error) },
          'outputs could not be stored; trying again',
        )
        await clock.sleep(backoffMs(n, COMMIT_BACKOFF, ids.jitter()), signal)
      }
    }
  }

  /**
   * What an attempt that has failed made may be all that fills the disk: it makes room for the log and the record of the
   * end, which would wait for it. `clean` takes what is left.
   */
  async #letGo(workspace: Workspace): Promise<void> {
    await this.#pool?.giveBack(workspace).catch(() => undefined)
  }

  #now(): number {
    return this.#options.catalog.context.clock.now()
  }
}

function moduleSpan(from: number, to: number): Ledger {
  return { module: [from, to] }
}
