import { messageOf } from '../core/errors.ts'
import type { EventRecord } from '../core/model/event.ts'
import { attemptId } from '../core/model/identity.ts'
import { retryPolicyOf, type ModuleRecord } from '../core/model/module-spec.ts'
import type { JobRecord } from '../core/model/job.ts'
import type { Commitment } from '../core/protocol/commit.ts'
import {
  ATTEMPT_FIELDS,
  changeJob,
  fenced,
  refOf,
  releaseHolds,
  type AttemptRef,
} from '../core/protocol/change-job.ts'
import { failAttempt, FAIL_DECIDES } from '../core/protocol/fail.ts'
import { insertReason } from '../core/protocol/reason.ts'
import { insertRow } from '../core/protocol/relay.ts'
import { insertSweep } from '../core/protocol/sweep.ts'
import { Attempt, type AttemptEnd } from './attempt.ts'
import { goesOn, type Committer } from './commit.ts'
import type { DispatcherContext } from './context.ts'
import { OwnLease } from './own-lease.ts'
import type { Relay } from './relay.ts'
import type { AttemptStages } from './stages.ts'

interface Running {
  readonly lease: OwnLease
  readonly abort: AbortController
  readonly done: Promise<void>
}

/** An attempt that begins. */
interface Beginning {
  readonly id: string
  readonly job: JobRecord
  readonly module: ModuleRecord
  readonly attempt: Attempt
}

/** What to tell when an attempt has ended. */
export interface AttemptListener {
  /** An attempt is over. Unless its commit was on its way before, its slot is free only now, and its job may be queued. */
  freed(hadLeft: boolean): void
  /**
   * An attempt's commit is on its way, and its program has ended: whoever is claimed now shares its transaction.
   * `goesOn`: it queues jobs.
   */
  leaving(goesOn: boolean): void
  /** The job closed without children, or failed: its scopes may have settled. */
  closed(job: JobRecord): void
  /** Events that were routed by the very write that committed. */
  routed(events: readonly EventRecord[]): void
  /** An attempt left something that never counts. */
  swept(): void
}

/** The attempts that run in this process. */
export class Attempts {
  readonly #context: DispatcherContext
  readonly #committer: Committer
  readonly #relay: Relay
  readonly #listener: AttemptListener
  /** By attempt: the next one of a job may begin here while the last one is still being cleared away. */
  readonly #running = new Map<string, Running>()
  /** Those of them whose commit is on its way, or done. */
  readonly #leaving = new Set<string>()
  #stopping = false

  constructor(context: DispatcherContext, committer: Committer, relay: Relay, listener: AttemptListener) {
    this.#context = context
    this.#committer = committer
    this.#relay = relay
    this.#listener = listener
  }

  /** How many have work to do before they commit. */
  get atWork(): number {
    return this.#running.size - this.#leaving.size
  }

  /** How many more may begin. Those that are cleared away hold others up only when they are as many as the slots. */
  get free(): number {
    const { slots } = this.#context.settings
    return Math.min(slots - this.atWork, 2 * slots - this.#running.size)
  }

  has({ job, attempt }: Pick<AttemptRef, 'job' | 'attempt'>): boolean {
    return this.#running.has(attemptId(job, attempt))
  }

  leases(): OwnLease[] {
    return [...this.#running.values()].map(({ lease }) => lease)
  }

  /**
   * Begins an attempt that this dispatcher has claimed; `claimedAt` is on the monotonic clock, before the claim was
   * sent.
   */
  begin(job: JobRecord, module: ModuleRecord, stages: AttemptStages, claimedAt: number): void {
    const abort = new AbortController()
    const ref = refOf(job)
    const lease = new OwnLease(this.#context, ref, claimedAt)
    const id = attemptId(ref.job, ref.attempt)
    const attempt = new Attempt(this.#context, job, module, stages, lease)
    const done = this.#run({ id, job, module, attempt }, abort)
      .finally(() => this.#clean(stages, ref))
      .finally(() => {
        this.#running.delete(id)
        this.#listener.freed(this.#leaving.delete(id))
      })
    this.#running.set(id, { lease, abort, done })
  }

  /** The job was closed, or the attempt (any, unless one is named) belongs to somebody else: its process is ended. */
  abort(job: string, attempt?: number): void {
    for (const { lease, abort } of this.#running.values()) {
      if (lease.ref.job === job && (attempt ?? lease.ref.attempt) === lease.ref.attempt) abort.abort()
    }
  }

  /** Gives running modules the grace period, then ends them: their jobs go back to the queue. */
  async drain(graceMs: number): Promise<void> {
    this.#stopping = true
    const grace = new AbortController()
    await Promise.race([this.#allDone(), this.#context.clock.sleep(graceMs, grace.signal)])
    grace.abort()
    for (const running of this.#running.values()) running.abort.abort()
    await this.#allDone()
  }

  async #allDone(): Promise<void> {
    await Promise.all([...this.#running.values()].map((running) => running.done))
  }

  async #run({ id, job, module, attempt }: Beginning, abort: AbortController): Promise<void> {
    const progress = {
      sent: (goesOn: boolean) => {
        this.#leaving.add(id)
        this.#listener.leaving(goesOn)
      },
      delayed: () => void this.#leaving.delete(id),
    }
    const commit = async (commitment: Commitment) => {
      let isCommitted = false
      try {
        const outcome = await this.#committer.commit(commitment, progress)
        isCommitted = outcome.committed
        return outcome
      } finally {
        if (!isCommitted) this.#leaving.delete(id)
      }
    }
    try {
      const end = await attempt.run(commit, abort.signal)
      const record = () => this.#record(job, module, attempt, end, abort.signal.aborted)
      await this.#context.room.whileFull(record, abort.signal)
    } catch (error) {
      // The store refused the record of the end: the attempt stays live in it, and the reconciler takes it up.
      this.#context.log.error(
        { job: job.id, error: messageOf(error) },
        'the end of an attempt could not be recorded',
      )
    }
  }

  async #record(
    job: JobRecord,
    module: ModuleRecord,
    attempt: Attempt,
    end: AttemptEnd,
    aborted: boolean,
  ): Promise<void> {
    if (end.kind === 'committed') {
      if (end.outcome.routed.length === 0) this.#listener.closed(job)
      this.#listener.routed(end.outcome.routed)
      if (end.outcome.relayed !== true) void this.#relay.relayOrLeave(job.id, end.outcome.fresh)
      if (this.atWork === 0 && !goesOn(end.outcome.routed)) this.#relay.hurry()
    } else if (end.kind === 'void') await this.#void(attempt)
    else if (aborted) await this.#giveBackOrVoid(attempt)
    else await this.#fail(job, module, attempt, end)
  }

  async #fail(
    job: JobRecord,
    module: ModuleRecord,
    attempt: Attempt,
    end: AttemptEnd & { kind: 'failed' },
  ): Promise<void> {
    const { store, ids, clock } = this.#context
    const policy = retryPolicyOf(module.spec)
    const { ref } = attempt
    const writes = failAttempt({ ...end, job, ref, policy, jitter: ids.jitter(), now: clock.now() })
    const { refused } = await store.batch(writes)
    if (refused === FAIL_DECIDES) await this.#void(attempt)
    else this.#listener.closed(job)
    this.#listener.swept()
  }

  /** The module was ended by us: because this process stops, or because the job was closed. */
  async #giveBackOrVoid(attempt: Attempt): Promise<void> {
    const { ref } = attempt
    if (this.#stopping) {
      const now = this.#context.clock.now()
      const why = 'its dispatcher stopped'
      const unset = ATTEMPT_FIELDS.filter((field) => field !== 'dueAt')
      const { refused } = await this.#context.store.batch([
        insertSweep(ref),
        changeJob(ref.job, 'giveBack', { reason: why, updatedAt: now }, { guard: fenced(ref), unset }),
        insertRow({
          collection: 'attempts',
          document: attempt.record('cancelled', { class: 'lost', message: why }),
        }),
        insertReason({ id: ref.job, attempt: ref.attempt }, 'given back', why, now),
      ])
      if (refused === undefined) {
        this.#listener.swept()
        return
      }
    }
    await this.#void(attempt)
  }

  /** Its processes are gone, whatever became of the job. */
  async #void(attempt: Attempt): Promise<void> {
    const why = 'the job was closed or taken over while the attempt ran'
    const record = attempt.record('cancelled', { class: 'lost', message: why })
    await this.#context.store.batch([
      insertSweep(attempt.ref),
      insertRow({ collection: 'attempts', document: record }),
    ])
    await this.#context.store.batch([releaseHolds(attempt.ref)])
    this.#listener.swept()
  }

  async #clean(stages: AttemptStages, ref: AttemptRef): Promise<void> {
    await stages.clean({ id: attemptId(ref.job, ref.attempt) }).catch((error: unknown) => {
      this.#context.log.warn(
        { job: ref.job, error: messageOf(error) },
        'the workspace of an attempt could not be removed',
      )
    })
  }
}
