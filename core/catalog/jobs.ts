import { IteronError } from '../errors.ts'
import type { Filter } from '../model/filter.ts'
import type { AttemptRecord, JobRecord, ReasonRecord } from '../model/job.ts'
import { isClosed, JOB_STATES, sourcesOf, type JobState } from '../model/transition.ts'
import type { Page } from '../ports/document-store.ts'
import { closeJob, redriveJob } from '../protocol/change-job.ts'
import { insertReason } from '../protocol/reason.ts'
import type { CatalogContext } from './context.ts'
import { newestFirst, type PageRequest } from './page.ts'
import { resolve } from './resolve.ts'

export interface JobFilter {
  readonly states?: readonly JobState[]
  /** Module id. */
  readonly module?: string
  readonly eventType?: string
  readonly correlationId?: string
  /** Created since, milliseconds since 1970. */
  readonly since?: number
}

/** The jobs, what people do to them, and why they are as they are. */
export class Jobs {
  readonly #context: CatalogContext

  constructor(context: CatalogContext) {
    this.#context = context
  }

  get(id: string): Promise<JobRecord | undefined> {
    return this.#context.store.get<JobRecord>('jobs', id)
  }

  /** Those of at most 100 ids that are there, in order of their ids. */
  async some(ids: readonly string[]): Promise<JobRecord[]> {
    const query = { filter: { id: { $in: ids } }, limit: ids.length }
    return (await this.#context.store.find<JobRecord>('jobs', query)).documents
  }

  /** By id or unambiguous prefix. */
  resolve(text: string): Promise<JobRecord> {
    return resolve<JobRecord>(this.#context.store, 'jobs', 'job', text)
  }

  /** Newest first, without tombstones. `states` are the ones that users see: `succeeded` means relayed. */
  list(filter: JobFilter, page: PageRequest): Promise<Page<JobRecord>> {
    const wanted = { expiredAt: { $exists: false }, ...jobFilter(filter) }
    return newestFirst<JobRecord>(this.#context.store, 'jobs', wanted, 'createdAt', page)
  }

  /** Jobs of one event. */
  ofEvent(event: string, page: PageRequest): Promise<Page<JobRecord>> {
    return this.#context.store.find<JobRecord>('jobs', {
      filter: { event },
      limit: page.limit,
      ...(page.after === undefined ? {} : { after: page.after }),
    })
  }

  /** How many jobs are in a state that users see. */
  async count(state: JobState, module?: string): Promise<number> {
    return (
      await this.#context.store.tally(
        'jobs',
        jobFilter({ states: [state], ...(module === undefined ? {} : { module }) }),
      )
    ).count
  }

  /** Ended attempts by number. */
  attempts(job: string, page: PageRequest): Promise<Page<AttemptRecord>> {
    return this.#context.store.find<AttemptRecord>('attempts', {
      filter: { job },
      sort: { field: 'number' },
      limit: page.limit,
      ...(page.after === undefined ? {} : { after: page.after }),
    })
  }

  /** Every delay, drop and retry with its reason, in order of time. */
  reasons(job: string, page: PageRequest): Promise<Page<ReasonRecord>> {
    return this.#context.store.find<ReasonRecord>('reasons', {
      filter: { job },
      sort: { field: 'at' },
      limit: page.limit,
      ...(page.after === undefined ? {} : { after: page.after }),
    })
  }

  /** The job turns `cancelled` at once; the dispatcher ends its process. FAILED_PRECONDITION if it has ended. */
  async cancel(id: string, why: string): Promise<JobRecord> {
    const now = this.#context.clock.now()
    return this.#apply(id, 'cancelled', why, closeJob(id, 'cancel', why, now))
  }

  /** A failed job runs again, with the module's current version. */
  async redrive(id: string, why: string): Promise<JobRecord> {
    return this.#apply(id, 'redriven', why, redriveJob({ id }, why, this.#context.clock.now()))
  }

  /** A failed job is given up; it stays to be seen. */
  async discard(id: string, why: string): Promise<JobRecord> {
    return this.#apply(
      id,
      'discarded',
      why,
      closeJob(id, 'discard', why, this.#context.clock.now(), { state: 'failed' }),
    )
  }

  /** Marks a root: all that is under it is cancelled now and as it is born. Returns the root's key. */
  async cancelTree(root: string, why: string): Promise<string> {
    const { store, clock } = this.#context
    const { refused } = await store.batch([
      {
        kind: 'update',
        collection: 'events',
        id: root,
        change: { set: { cancelledAt: clock.now(), cancelReason: why, cancelling: true } },
      },
    ])
    if (refused !== undefined) throw new IteronError('NOT_FOUND', `there is no event ${root}`)
    return root
  }

  /** How many jobs of a root can still be cancelled. */
  async countCancellable(root: string): Promise<number> {
    const { count } = await this.#context.store.tally('jobs', {
      root,
      state: { $in: sourcesOf('cancel') },
    })
    return count
  }

  async #apply(
    id: string,
    what: string,
    why: string,
    write: ReturnType<typeof closeJob>,
  ): Promise<JobRecord> {
    const { store, clock } = this.#context
    const before = await store.get<JobRecord>('jobs', id)
    if (before === undefined) throw new IteronError('NOT_FOUND', `there is no job ${id}`)
    const { refused } = await store.batch([write, insertReason(before, what, why, clock.now())])
    if (refused === 0) throw refusal(before, what)
    return (await store.get<JobRecord>('jobs', id)) ?? before
  }
}

function refusal(job: JobRecord, what: string): IteronError {
  const hint = isClosed(job.state)
    ? 'It has ended for good; publish its event again with iteron event redrive.'
    : 'Only a failed job can be redriven or discarded; iteron job explain says what it waits for.'
  return new IteronError('FAILED_PRECONDITION', `the job ${job.id} is ${job.state} and can't be ${what}`, {
    hint,
  })
}

/** Users see `committing` until a succeeded job is relayed. */
function stateFilter(states: readonly JobState[]): Filter {
  const isEither = states.includes('succeeded') && states.includes('committing')
  const whole = states.filter((state) => isEither || state !== 'succeeded')
  const filters = [...(whole.length === 0 ? [] : [inOneOf(whole)]), ...(isEither ? [] : halfOf(states))]
  const [only] = filters
  return filters.length === 1 && only !== undefined ? only : { $or: filters }
}

function inOneOf(states: readonly JobState[]): Filter {
  const [first] = states
  return { state: states.length === 1 && first !== undefined ? first : { $in: states } }
}

/** Succeeded jobs that are relayed, or those that aren't. */
function halfOf(states: readonly JobState[]): Filter[] {
  const isAsked = states.includes('succeeded') || states.includes('committing')
  return isAsked ? [{ state: 'succeeded', relayed: states.includes('succeeded') }] : []
}

function jobFilter({ states, module, eventType, correlationId, since }: JobFilter): Filter {
  const all = states === undefined || states.length === 0 || states.length === JOB_STATES.length
  return {
    ...(all ? {} : stateFilter(states)),
    ...(module === undefined ? {} : { module }),
    ...(eventType === undefined ? {} : { eventType }),
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(since === undefined ? {} : { createdAt: { $gte: since } }),
  }
}
