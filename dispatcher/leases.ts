import { logKey } from '../core/model/artifact-keys.ts'
import type { Failure } from '../core/model/failure.ts'
import { attemptId } from '../core/model/identity.ts'
import type { AttemptRecord, JobRecord } from '../core/model/job.ts'
import { retryPolicyOf, type ModuleRecord } from '../core/model/module-spec.ts'
import { isLive, LIVE_STATES } from '../core/model/transition.ts'
import { fenced, refOf, releaseHolds, type AttemptRef } from '../core/protocol/change-job.ts'
import { failAttempt, FAIL_DECIDES } from '../core/protocol/fail.ts'
import { insertRow } from '../core/protocol/relay.ts'
import { all } from '../core/protocol/scope.ts'
import { insertSweep } from '../core/protocol/sweep.ts'
import type { Attempts } from './attempts.ts'
import type { DispatcherContext } from './context.ts'
import { prefixOf } from './task-of.ts'

const DEFAULT_POLICY = { count: 0, initialMs: 1000, factor: 2, maxMs: 1000 }

const LOST: Failure = {
  class: 'lost',
  message: 'the attempt was lost: the process that ran it is gone',
}

interface Seen {
  readonly mark: string
  readonly since: number
}

/**
 * Looks at the attempts of others. One whose heartbeat hasn't changed for a lease, by this observer's own monotonic
 * clock, is taken over. A local attempt died with its process: it is lost.
 * A process that holds the whole store to itself knows at start that all former leases have ended.
 */
export class Leases {
  readonly #context: DispatcherContext
  readonly #attempts: Attempts
  readonly #lost: (job: JobRecord) => void
  readonly #seen = new Map<string, Seen>()

  constructor(context: DispatcherContext, attempts: Attempts, lost: (job: JobRecord) => void) {
    this.#context = context
    this.#attempts = attempts
    this.#lost = lost
  }

  /** Ends the attempts of dispatchers that are gone. */
  async takeOver(): Promise<void> {
    const { store } = this.#context
    const held = await all<JobRecord>(store, 'jobs', { holds: { $exists: true } })
    const live = await all<JobRecord>(store, 'jobs', { state: { $in: LIVE_STATES } })
    const jobs = [...new Map([...held, ...live].map((job) => [job.id, job])).values()]
    for (const job of jobs) {
      if (this.#attempts.has(refOf(job))) continue
      if (await this.#hasEnded(job)) await this.#end(job)
    }
    this.#forget(jobs)
  }

  /** One of its own that it doesn't run is being claimed at this moment, unless that lasts for a lease. */
  async #hasEnded(job: JobRecord): Promise<boolean> {
    const { store, clock, settings } = this.#context
    if (store.capabilities.exclusive && job.owner !== settings.id) return true
    const mark = `${String(job.attempt)}/${job.owner ?? ''}/${String(job.beat ?? 0)}`
    const seen = this.#seen.get(job.id)
    const now = clock.monotonic()
    if (seen?.mark !== mark) {
      this.#seen.set(job.id, { mark, since: now })
      return false
    }
    return now - seen.since >= settings.leaseMs && (await this.#adopt(job))
  }

  /** The owner changes, attempt and token don't: only one observer goes on. */
  async #adopt(job: JobRecord): Promise<boolean> {
    const guard = { ...fenced(refOf(job)), owner: job.owner ?? null, beat: job.beat ?? 0 }
    const { refused } = await this.#context.store.batch([
      {
        kind: 'update',
        collection: 'jobs',
        id: job.id,
        guard,
        change: { set: { owner: this.#context.settings.id }, increment: { beat: 1 } },
      },
    ])
    return refused === undefined
  }

  async #end(job: JobRecord): Promise<void> {
    const { store, catalog, clock, ids } = this.#context
    const ref = { ...refOf(job), token: job.token ?? job.holds ?? '' }
    const module = await catalog.modules.get(job.module)
    const record = { ...lostRecord(job, module, clock.now()), ...(await this.#keptLog(job)) }
    if (!isLive(job.state)) return this.#release(ref, { ...record, state: 'cancelled' })
    const writes = failAttempt({
      job,
      ref,
      failure: LOST,
      record,
      policy: module === undefined ? DEFAULT_POLICY : retryPolicyOf(module.spec),
      jitter: ids.jitter(),
      now: clock.now(),
    })
    const { refused } = await store.batch(writes)
    if (refused !== FAIL_DECIDES) this.#lost(job)
  }

  /** Its job was closed meanwhile: it only holds its limits still. */
  async #release(ref: AttemptRef, document: AttemptRecord): Promise<void> {
    const recorded = insertRow({ collection: 'attempts', document })
    await this.#context.store.batch([insertSweep(ref), recorded, releaseHolds(ref)])
  }

  /** Its module may have ended, and its log have been kept, before the process did. A store that is away delays nothing. */
  async #keptLog(job: JobRecord): Promise<Pick<AttemptRecord, 'log' | 'loggedAt'>> {
    const key = logKey(prefixOf(this.#context, job, job.attempt), job.attempt)
    const stat = await this.#context.blobs.stat(key).catch(() => undefined)
    const loggedAt = this.#context.clock.now()
    return stat === undefined ? {} : { log: { key, size: stat.size }, loggedAt }
  }

  #forget(jobs: readonly JobRecord[]): void {
    const there = new Set(jobs.map((job) => job.id))
    for (const id of this.#seen.keys()) if (!there.has(id)) this.#seen.delete(id)
  }
}

function lostRecord(job: JobRecord, module: ModuleRecord | undefined, now: number): AttemptRecord {
  return {
    id: attemptId(job.id, job.attempt),
    job: job.id,
    number: job.attempt,
    module: job.module,
    moduleVersion: job.moduleVersion === 0 ? (module?.version ?? 0) : job.moduleVersion,
    state: 'lost',
    failure: LOST,
    startedAt: job.claimedAt ?? now,
    endedAt: now,
    ledger: {},
    moduleMs: 0,
  }
}
