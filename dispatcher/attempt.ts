import { AttemptFailure } from '../core/model/attempt-failure.ts'
import type { Failure } from '../core/model/failure.ts'
import { attemptId, moduleSource } from '../core/model/identity.ts'
import type { AttemptRecord, AttemptState, JobRecord } from '../core/model/job.ts'
import { stageMs, type Ledger } from '../core/model/ledger.ts'
import type { ModuleRecord } from '../core/model/module-spec.ts'
import { isIteronError, IteronError, messageOf } from '../core/errors.ts'
import { isNoRoom } from '../core/policies/no-room.ts'
import { changeJob, fenced, type AttemptRef } from '../core/protocol/change-job.ts'
import type { Commitment } from '../core/protocol/commit.ts'
import type { CommitOutcome } from './commit.ts'
import type { DispatcherContext } from './context.ts'
import type { OwnLease } from './own-lease.ts'
import type { AttemptProgress, AttemptStages, StagedAttempt } from './stages.ts'
import { prefixOf, taskOf, type PreparedTask } from './task-of.ts'

/** A stage that is over sooner is never recorded: nobody could have seen it. Milliseconds. */
const SEEN_AFTER_MS = 200
/** A reason of our own, since the default one is an error with its stack, for each stage. */
const OVER = 'The stage is over.'

/** Tries of a commit whose references went stale: each time somebody freed what it was about to refer to. */
const COMMIT_TRIES = 5

/** How an attempt ended, as far as this process decides it. */
export type AttemptEnd =
  | { readonly kind: 'committed'; readonly outcome: CommitOutcome & { committed: true } }
  /** Somebody else has the job, or it was closed: nothing of the attempt counts. */
  | { readonly kind: 'void' }
  | { readonly kind: 'failed'; readonly record: AttemptRecord; readonly failure: Failure }

/** C2 and C3. */
type Commit = (commitment: Commitment) => Promise<CommitOutcome>

/** One attempt, from its claim to C3. */
export class Attempt {
  readonly ref: AttemptRef
  readonly #context: DispatcherContext
  readonly #job: JobRecord
  readonly #module: ModuleRecord
  readonly #stages: AttemptStages
  readonly #lease: OwnLease
  readonly #startedAt: number
  #ledger: Ledger = {}
  /** Aborted when the stage that it is in is over. */
  #stage: AbortController | undefined
  #log: AttemptRecord['log']

  constructor(
    context: DispatcherContext,
    job: JobRecord,
    module: ModuleRecord,
    stages: AttemptStages,
    lease: OwnLease,
  ) {
    this.#context = context
    this.#job = job
    this.#module = module
    this.#stages = stages
    this.ref = lease.ref
    this.#lease = lease
    this.#startedAt = job.claimedAt ?? context.clock.now()
  }

  /** Runs the three stages and commits. Never rejects: what goes wrong is the attempt's failure. */
  async run(commit: Commit, signal: AbortSignal): Promise<AttemptEnd> {
    try {
      const prepared = await taskOf(this.#context, this.#job, this.#module)
      this.#ledger = { accept: prepared.accepted, queue: [this.#job.queuedAt, this.#startedAt] }
      const staged = await this.#runStages(prepared, signal)
      const outcome = await this.#commit(commit, prepared, staged, signal)
      return outcome.committed ? { kind: 'committed', outcome } : { kind: 'void' }
    } catch (error) {
      this.#context.room.report(error)
      const failure = failureOf(error)
      return {
        kind: 'failed',
        failure,
        record: this.record(failure.class === 'lost' ? 'lost' : 'failed', failure),
      }
    }
  }

  /** The attempt's row, as it ends. */
  record(state: AttemptState, failure?: Failure): AttemptRecord {
    const now = this.#context.clock.now()
    return {
      id: attemptId(this.ref.job, this.ref.attempt),
      job: this.ref.job,
      number: this.ref.attempt,
      module: this.#module.id,
      moduleVersion: this.#module.version,
      state,
      ...(failure === undefined ? {} : { failure }),
      ...(failure?.exitCode === undefined ? {} : { exitCode: failure.exitCode }),
      startedAt: this.#startedAt,
      endedAt: now,
      ledger: this.#ledger,
      moduleMs: stageMs(this.#ledger, 'module'),
      ...(this.#log === undefined ? {} : { log: this.#log, loggedAt: now }),
      environment: this.#context.environment.id,
    }
  }

  /** Content that was to be referred to may be freed meanwhile: then C1 stores it after all. */
  async #commit(
    commit: Commit,
    prepared: PreparedTask,
    first: StagedAttempt,
    signal: AbortSignal,
  ): Promise<CommitOutcome> {
    let staged = first
    for (let n = 0; n < COMMIT_TRIES; n += 1) {
      const commitment = this.#commitment(prepared, staged)
      const outcome = await this.#context.room.whileFull(() => commit(commitment), signal)
      if (outcome.committed || outcome.stale !== true) return outcome
      staged = { ...staged, output: await this.#stages.restage(prepared.task, signal) }
    }
    throw new IteronError('ABORTED', 'content that the outputs refer to was freed again and again')
  }

  async #runStages(prepared: PreparedTask, signal: AbortSignal): Promise<StagedAttempt> {
    try {
      return await this.#stages.run(prepared.task, this.#progress(), signal)
    } finally {
      this.#stage?.abort(OVER)
    }
  }

  #progress(): AttemptProgress {
    return {
      starting: () => this.#starting(),
      started: () => void this.#recordLater('start'),
      exited: () => void this.#recordLater('exit'),
      note: ({ ledger, log }) => {
        this.#ledger = { ...this.#ledger, ...ledger }
        this.#log = log ?? this.#log
      },
    }
  }

  /** Whoever starts the module checks token and state immediately before. */
  async #starting(): Promise<void> {
    if (await this.#lease.mayBegin()) return
    throw new AttemptFailure('lost', 'the job was closed or taken over before its program began')
  }

  /** *Running* and *committing* are written lazily: nobody waits for them, and a short stage is spared the write. */
  async #recordLater(change: 'start' | 'exit'): Promise<void> {
    const { store, clock, log } = this.#context
    this.#stage?.abort(OVER)
    const { signal } = (this.#stage = new AbortController())
    const at = clock.now()
    await clock.sleep(SEEN_AFTER_MS, signal)
    if (signal.aborted) return
    const started = change === 'start' ? { startedAt: at } : {}
    const set = { ...started, updatedAt: clock.now(), moduleVersion: this.#module.version }
    await store
      .batch([changeJob(this.ref.job, change, set, { guard: fenced(this.ref) })])
      .catch((error: unknown) => {
        log.warn(
          { job: this.ref.job, change, error: messageOf(error) },
          "a job's stage could not be recorded",
        )
      })
  }

  #commitment({ task, used }: PreparedTask, staged: StagedAttempt) {
    this.#ledger = { ...this.#ledger, ...staged.ledger }
    this.#log = staged.log ?? this.#log
    return {
      job: this.#job,
      ref: this.ref,
      output: staged.output,
      record: { ...this.record('succeeded'), exitCode: 0, insights: staged.output.insights },
      prefix: prefixOf(this.#context, this.#job, this.ref.attempt),
      source: moduleSource(this.#context.catalog.context.installation, this.#module.name),
      moduleVersion: this.#module.version,
      ...(task.traceparent === undefined ? {} : { traceparent: task.traceparent }),
      used,
      now: this.#context.clock.now(),
    }
  }
}

/** What was thrown, as the failure it is: only a stage knows better than *staging*. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AttemptFailure) return error.failure
  const hint = isIteronError(error) && error.hint !== undefined ? { hint: error.hint } : {}
  const passes = isNoRoom(error) || (isIteronError(error) && error.code === 'UNAVAILABLE')
  return { class: 'staging', message: messageOf(error), ...hint, ...(passes ? { passes } : {}) }
}
