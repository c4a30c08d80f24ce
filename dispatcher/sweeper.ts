import { messageOf } from '../core/errors.ts'
import type { JobRecord } from '../core/model/job.ts'
import { all } from '../core/protocol/scope.ts'
import type { StagedPart } from '../core/protocol/commit.ts'
import { dropPart } from '../core/protocol/relay.ts'
import { dropSweep, sweepingOf, type SweepRecord } from '../core/protocol/sweep.ts'
import type { DispatcherContext } from './context.ts'
import { prefixOf } from './task-of.ts'

const DELETE_BATCH = 500
const PARTS_PAGE = 200

/** Removes what attempts that never count had uploaded and staged; their logs stay. */
export class Sweeper {
  readonly #context: DispatcherContext
  #working: Promise<void> = Promise.resolve()
  /** A sweep that hasn't begun: it will see all that is recorded now. */
  #waiting: Promise<void> | undefined
  #partsAfter: string | undefined

  constructor(context: DispatcherContext) {
    this.#context = context
  }

  /** All that is recorded to be swept. Never rejects: what fails stays recorded. */
  sweep(): Promise<void> {
    this.#waiting ??= this.#working = this.#working
      .then(() => {
        this.#waiting = undefined
        return this.#sweep()
      })
      .catch((error: unknown) => {
        this.#context.log.warn(
          { error: messageOf(error) },
          'leftovers of attempts could not be removed; the reconciler tries again',
        )
      })
    return this.#waiting
  }

  /** Parts that will never be relayed, or were and stayed behind a crash: which, their jobs say. A page a round. */
  async sweepParts(): Promise<void> {
    const { store, catalog } = this.#context
    const page = await store.find<StagedPart>('staged', {
      filter: {},
      limit: PARTS_PAGE,
      fields: ['job', 'attempt'],
      ...(this.#partsAfter === undefined ? {} : { after: this.#partsAfter }),
    })
    this.#partsAfter = page.next
    for (const part of page.documents) {
      const job = await catalog.jobs.get(part.job)
      const sweeping = sweepingOf(job, part.attempt)
      if (sweeping === 'sweep' || (sweeping === 'keep' && job?.relayed === true))
        await store.batch([dropPart(part)])
    }
  }

  async #sweep(): Promise<void> {
    const { store, catalog } = this.#context
    for (const record of await all<SweepRecord>(store, 'sweeps', {})) {
      const job = await catalog.jobs.get(record.job)
      const sweeping = sweepingOf(job, record.attempt)
      if (sweeping === 'wait') continue
      if (sweeping === 'sweep') await this.#remove(job, record)
      await store.batch([dropSweep(record.id)])
    }
  }

  async #remove(job: JobRecord | undefined, { job: id, attempt }: SweepRecord): Promise<void> {
    const { store } = this.#context
    for (const part of await all<StagedPart>(store, 'staged', { job: id })) {
      if (part.attempt === attempt) await store.batch([dropPart(part)])
    }
    if (job !== undefined) await this.#deleteBlobs(prefixOf(this.#context, job, attempt))
  }

  async #deleteBlobs(prefix: string): Promise<void> {
    const { blobs } = this.#context
    let keys: string[] = []
    for await (const { key } of blobs.list(prefix)) {
      if (key.startsWith(`${prefix}logs/`)) continue
      keys.push(key)
      if (keys.length < DELETE_BATCH) continue
      await blobs.delete(keys)
      keys = []
    }
    if (keys.length > 0) await blobs.delete(keys)
  }
}
