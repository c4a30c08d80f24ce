import type { EventRecord } from '../core/model/event.ts'
import type { Filter } from '../core/model/filter.ts'
import type { JobRecord } from '../core/model/job.ts'
import { sourcesOf } from '../core/model/transition.ts'
import { closeJob } from '../core/protocol/change-job.ts'
import { insertReason } from '../core/protocol/reason.ts'
import { agree, all, isAtRest, readTree } from '../core/protocol/scope.ts'
import type { DispatcherContext } from './context.ts'

const SWEEP_PAGE = 500

/** Goes on cancelling what is under a marked root until nothing in it can happen any more. */
export class Cancellation {
  readonly #context: DispatcherContext
  readonly #cancelled: (job: JobRecord) => void

  constructor(context: DispatcherContext, cancelled: (job: JobRecord) => void) {
    this.#context = context
    this.#cancelled = cancelled
  }

  /** Every marked root once. */
  async sweep(): Promise<void> {
    for (const event of await all<EventRecord>(this.#context.store, 'events', { cancelling: true }))
      await this.#sweepRoot(event)
  }

  async #sweepRoot(event: EventRecord): Promise<void> {
    const why = event.cancelReason ?? 'its tree was cancelled'
    const under: Filter[] =
      event.root === event.id
        ? [{ root: event.id }]
        : [{ scopes: event.id }, { event: event.id, join: { $exists: true } }]
    for (const filter of under) while ((await this.#cancelPage(filter, why)) > 0);
    if (!(await this.#isAtRest(event.root))) return
    await this.#context.store.batch([
      { kind: 'update', collection: 'events', id: event.id, change: { unset: ['cancelling'] } },
    ])
  }

  /** In two readings: a single one may miss what is born while it is made. */
  async #isAtRest(root: string): Promise<boolean> {
    const { store } = this.#context
    const first = await readTree(store, root)
    return isAtRest(first) && agree(first, await readTree(store, root))
  }

  /** Returns how many were cancelled; the rest of a page that somebody else changed meanwhile counts as none. */
  async #cancelPage(under: Filter, why: string): Promise<number> {
    const { store, clock } = this.#context
    const filter = { ...under, state: { $in: sourcesOf('cancel') } }
    const page = await store.find<JobRecord>('jobs', { filter, limit: SWEEP_PAGE })
    const results = await Promise.all(
      page.documents.map(async (job) => {
        const now = clock.now()
        const { refused } = await store.batch([
          closeJob(job.id, 'cancel', why, now),
          insertReason(job, 'cancelled', why, now),
        ])
        if (refused === undefined) this.#cancelled(job)
        return refused === undefined
      }),
    )
    return results.filter(Boolean).length
  }
}
