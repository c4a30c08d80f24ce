import type { Service } from '../core/lifecycle.ts'
import { messageOf } from '../core/errors.ts'
import type { JobRecord } from '../core/model/job.ts'
import type { ModuleRecord } from '../core/model/module-spec.ts'
import {
  ATTEMPT_FIELDS,
  changeJob,
  closeJob,
  fenced,
  refOf,
  releaseHolds,
} from '../core/protocol/change-job.ts'
import { insertReason } from '../core/protocol/reason.ts'
import { marksOf, rootsOf } from '../core/protocol/cancel.ts'
import { claimJobs, claimableModules, liveByModule, overLimit } from '../core/protocol/claim.ts'
import type { Attempts } from './attempts.ts'
import type { DispatcherContext } from './context.ts'
import type { ModuleDirectory } from './module-directory.ts'
import { Wakeup } from './wakeup.ts'

const RETRY_MS = 1000
const GIVE_BACK_MS = 100

/** S1 and S2: queued jobs become attempts, as far as the limits allow. */
export class Scheduler implements Service {
  readonly #context: DispatcherContext
  readonly #modules: ModuleDirectory
  readonly #attempts: Attempts
  readonly #wakeup: Wakeup
  readonly #stopping = new AbortController()
  #loop: Promise<void> | undefined
  #isResting = false
  /** Nothing that could be claimed was left, whatever becomes free. */
  #isDrained = false

  constructor(context: DispatcherContext, modules: ModuleDirectory, attempts: Attempts) {
    this.#context = context
    this.#modules = modules
    this.#attempts = attempts
    this.#wakeup = new Wakeup(context.clock)
  }

  /** There may be jobs to be claimed that weren't there, or couldn't be, before. */
  wake(): void {
    this.#isDrained = false
    this.#wakeup.wake()
  }

  /** A slot is free, or is about to be. */
  freed(): void {
    if (!this.#isDrained) this.#wakeup.wake()
  }

  start(): Promise<void> {
    this.#loop ??= this.#run()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loop
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    while (!this.#isStopping()) {
      try {
        while (!this.#isStopping() && (await this.schedule()));
        // Other processes queue jobs, free limits and resume modules too, and may have died before they began any.
        await this.#wakeup.wait(signal, this.#context.settings.reconcileMs)
      } catch (error) {
        this.#isDrained = false
        this.#context.room.report(error)
        this.#context.log.error({ error: messageOf(error) }, 'jobs could not be claimed; trying again')
        await this.#context.clock.sleep(RETRY_MS, signal)
      }
    }
  }

  /**
   * One round: counts, claims, recounts, begins. Returns whether it came further, so that another may follow at once.
   */
  async schedule(): Promise<boolean> {
    const { free } = this.#attempts
    // What an attempt makes could not be stored.
    if (free <= 0 || this.#context.room.problem !== undefined) return false
    const { modules } = await this.#modules.current()
    const { saturated, most } = claimableModules(modules, await liveByModule(this.#context.store, modules))
    const claimedAt = this.#context.clock.monotonic()
    const n = Math.min(free, most)
    this.#isDrained = this.#context.store.capabilities.exclusive && !isLimited(modules, saturated)
    const jobs = await claimJobs(this.#context.store, {
      owner: this.#context.settings.id,
      token: this.#context.ids.random(),
      saturated,
      n,
      now: this.#context.clock.now(),
    })
    if (jobs.length >= n) this.#isDrained = false
    const byId = new Map(modules.map((module) => [module.id, module]))
    const marks = await marksOf(this.#context.store, [...new Set(jobs.flatMap(rootsOf))])
    const kept = await Promise.all(
      jobs.map((job) => this.#begin(job, claimedAt, markOf(job, marks), byId.get(job.module))),
    )
    return kept.includes(true) && !this.#isDrained
  }

  /**
   * S2 for a job that this dispatcher has claimed: the recount decides, then the attempt begins. Returns false if the
   * job was given back.
   */
  async #begin(
    job: JobRecord,
    claimedAt: number,
    mark: string | undefined,
    known?: ModuleRecord,
  ): Promise<boolean> {
    const module = known ?? (await this.#modules.byId(job.module))
    if (mark !== undefined || module === undefined || module.state === 'deleted') {
      await this.#drop(job, mark ?? 'its module was deleted')
      return true
    }
    const stages = this.#context.stages.get(module.spec.executor)
    if (stages === undefined) await this.#fail(job, `no executor ${module.spec.executor} is configured`)
    else if (module.state === 'paused') return this.#giveBack(job, 'the module is paused')
    else if (await this.#isOverLimit(job, module))
      return this.#giveBack(job, 'the limit of its module was reached')
    else this.#attempts.begin(job, module, stages, claimedAt)
    return true
  }

  /** Where nobody else claims, the count before the claim was exact. */
  async #isOverLimit(job: JobRecord, module: ModuleRecord): Promise<boolean> {
    if (this.#context.store.capabilities.exclusive || module.spec.concurrency === 0) return false
    return overLimit(this.#context.store, job, module.spec.concurrency)
  }

  /** Consumes the attempt's number but is no try. */
  async #giveBack(job: JobRecord, why: string): Promise<false> {
    const { store, clock, ids, settings } = this.#context
    const guard = { ...fenced(refOf(job)), owner: settings.id }
    await store.batch([
      changeJob(
        job.id,
        'giveBack',
        { reason: why, updatedAt: clock.now() },
        { guard, unset: ['token', 'owner', 'beat', 'holds', 'claimedAt'] },
      ),
      insertReason(job, 'given back', why, clock.now()),
    ])
    void this.#tryAgain(GIVE_BACK_MS * (1 + ids.jitter()))
    return false
  }

  /** Others that gave back at the same moment try at another one. */
  async #tryAgain(afterMs: number): Promise<void> {
    if (this.#isResting) return
    this.#isResting = true
    await this.#context.clock.sleep(afterMs, this.#stopping.signal)
    this.#isResting = false
    this.wake()
  }

  async #drop(job: JobRecord, why: string): Promise<void> {
    const { store, clock } = this.#context
    const ref = refOf(job)
    const now = clock.now()
    const reason = insertReason(job, 'cancelled', why, now)
    await store.batch([closeJob(job.id, 'cancel', why, now, fenced(ref)), reason])
    // Once more: somebody else may have closed it, and this number leaves no other record.
    await store.batch([reason, releaseHolds(ref)])
  }

  async #fail(job: JobRecord, why: string): Promise<void> {
    const { store, clock } = this.#context
    const now = clock.now()
    const set = {
      reason: why,
      failure: { class: 'configuration', message: why },
      endedAt: now,
      updatedAt: now,
    }
    await store.batch([
      changeJob(job.id, 'fail', set, { guard: fenced(refOf(job)), unset: [...ATTEMPT_FIELDS] }),
      insertReason(job, 'failed', why, now),
    ])
  }
}

/** Whether a module's limit, and nothing else, keeps its jobs from being claimed: the end of any attempt may change that. */
function isLimited(modules: readonly ModuleRecord[], saturated: readonly string[]): boolean {
  return modules.some(
    ({ id, state, spec }) => spec.concurrency > 0 && state !== 'paused' && saturated.includes(id),
  )
}

/** Why a tree that the job is in was cancelled, if one was. */
function markOf(job: JobRecord, marks: ReadonlyMap<string, string>): string | undefined {
  const root = rootsOf(job).find((one) => marks.has(one))
  return root === undefined ? undefined : marks.get(root)
}
