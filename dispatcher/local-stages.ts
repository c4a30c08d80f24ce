import { messageOf } from '../core/errors.ts'
import type { ArtifactRecord } from '../core/model/artifact.ts'
import { AttemptFailure } from '../core/model/attempt-failure.ts'
import type { AttemptOutput } from '../core/model/attempt-output.ts'
import type { AttemptTask } from '../core/model/attempt-task.ts'
import { backoffMs } from '../core/model/failure.ts'
import { commit } from '../handler/committer/commit.ts'
import { dropSpare } from '../handler/committer/drop-spare.ts'
import { removeForged } from '../handler/committer/seal.ts'
import { moduleTask } from '../handler/module/module-task.ts'
import { CodeDigests } from '../handler/preparer/code-digests.ts'
import type { Ambient } from '../handler/preparer/environment.ts'
import { prepare, withoutFiles, type Prepared } from '../handler/preparer/prepare.ts'
import { WorkspacePool } from '../handler/workspace-pool.ts'
import { workspaceOf, type Workspace } from '../handler/workspace.ts'
import { GroupSync } from './group-sync.ts'
import { ModuleDigests } from './module-digests.ts'
import { ModuleStage, type ModuleStageOptions } from './module-stage.ts'
import { publishMetadata, writeMetadata, type Origin } from './publish-metadata.ts'
import type { AttemptProgress, AttemptStages, StagedAttempt } from './stages.ts'

export interface LocalStagesOptions extends ModuleStageOptions {
  /** Folder of the workspaces, absolute. */
  readonly workspaces: string
  /** The environment of this process. */
  readonly ambient: Ambient
  /** Leaves workspaces to be looked at. */
  readonly keepWorkspace: boolean
}

/** C1 is repeated when the store fails, and not the module; as long as it is full, without counting. */
const COMMIT_TRIES = 5
const COMMIT_BACKOFF = { count: COMMIT_TRIES, initialMs: 500, factor: 3, maxMs: 30_000 }

const NO_OUTPUT: AttemptOutput = { files: [], bytes: 0, referred: [], events: [], insights: [] }

/** Prepare and commit in this process, the module on an executor beside it. */
export class LocalStages implements AttemptStages {
  readonly #options: LocalStagesOptions
  /** Whether programs see a workspace at all. */
  readonly #hasFiles: boolean
  readonly #module: ModuleStage
  readonly #code = new CodeDigests()
  readonly #pool: WorkspacePool | undefined
  readonly #metadata: GroupSync
  readonly #digests: ModuleDigests

  constructor(options: LocalStagesOptions) {
    this.#options = options
    this.#hasFiles = options.executor.capabilities.files
    this.#module = new ModuleStage(options)
    this.#metadata = new GroupSync(options.blobs)
    this.#digests = new ModuleDigests(options.catalog)
    if (options.keepWorkspace || !this.#hasFiles) return
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
    const program = moduleTask(task, prepared, workspace, this.#options.limits)
    const letGo = () => this.#letGo(workspace)
    const log = await this.#module.run({ task, program, letGo }, progress, signal)
    progress.exited()
    const from = this.#now()
    if (this.#hasFiles) await removeForged(workspace)
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
    await this.#module.forget(task.id)
    await this.#pool?.giveBack(workspaceOf(this.#options.workspaces, task.id))
  }

  async stop(): Promise<void> {
    await this.#module.stop()
    await this.#pool?.close()
  }

  async #prepare(
    task: AttemptTask,
    workspace: Workspace,
    progress: AttemptProgress,
    signal: AbortSignal,
  ): Promise<Prepared> {
    const from = this.#now()
    const prepared = this.#hasFiles
      ? await this.#filled(task, workspace, signal)
      : await withoutFiles(task, signal)
    progress.note({
      ledger: { prepare: [from, this.#now()], filesIn: prepared.filesIn, bytesIn: prepared.bytesIn },
    })
    return prepared
  }

  async #filled(task: AttemptTask, workspace: Workspace, signal: AbortSignal): Promise<Prepared> {
    const { blobs, ambient, catalog } = this.#options
    const pool = this.#pool === undefined ? {} : { pool: this.#pool }
    try {
      return await prepare(task, workspace, { blobs, ambient, cache: this.#code, signal, ...pool })
    } catch (error) {
      await catalog.contents.met(error)
      throw error
    }
  }

  async #commit(task: AttemptTask, workspace: Workspace, signal: AbortSignal): Promise<AttemptOutput> {
    if (!this.#hasFiles) return NO_OUTPUT
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
