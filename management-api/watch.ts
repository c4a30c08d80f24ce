import type { JobFilter } from '../core/catalog/jobs.ts'
import { visibleState, type JobRecord } from '../core/model/job.ts'
import { JOB_STATES } from '../core/model/transition.ts'
import type { Page } from '../core/ports/document-store.ts'
import type { WatchJobsRequest__Output } from '../proto/generated/iteron/v1/WatchJobsRequest.ts'
import type { WatchJobsResponse } from '../proto/generated/iteron/v1/WatchJobsResponse.ts'
import type { ApiContext } from './context.ts'
import { invalid } from './errors.ts'
import { jobMessage } from './job-message.ts'
import { jobFilterOf, satisfies } from './job-filter.ts'
import { POLL_MS, Wakeup } from './wakeup.ts'

const FINAL: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled', 'discarded'])
const OPEN_STATES = JOB_STATES.filter((state) => !FINAL.has(state))
const MOST_JOBS = 1000
const PAGE = 500
/** Named jobs that are read together. */
const FEW = 100
/** Jobs that another process made a little before the last look may become visible after it. */
const OVERLAP_MS = 5 * POLL_MS

/** The chosen jobs as they are, then each that changes. */
export async function* watchJobs(
  context: ApiContext,
  request: WatchJobsRequest__Output,
  signal: AbortSignal,
): AsyncGenerator<WatchJobsResponse> {
  if (request.jobs.length > MOST_JOBS)
    throw invalid(`at most ${MOST_JOBS} jobs can be named`, 'Watch a module or a trace.')
  if (request.jobs.length > 0 && request.skipFinal) throw invalid('skip_final goes without jobs')
  const watch = new JobWatch(context)
  try {
    if (request.jobs.length > 0)
      yield* watch.named(await idsOf(context, request.jobs), request.untilFinal, signal)
    else yield* watch.chosen(await jobFilterOf(context, request), request, signal)
  } finally {
    watch.close()
  }
}

async function idsOf({ catalog }: ApiContext, texts: readonly string[]): Promise<string[]> {
  const ids = new Set<string>()
  for (const text of texts) ids.add((await catalog.jobs.resolve(text)).id)
  return [...ids]
}

/** One watcher: what it has told, so that only changes are told again. Keeps nothing of jobs that have ended. */
class JobWatch {
  readonly #context: ApiContext
  readonly #wakeup: Wakeup
  /** Jobs that a signal named since the last look. */
  #changed = new Set<string>()
  /** Open jobs that were told, and as what. */
  readonly #told = new Map<string, string>()
  /** Jobs that were told as ended lately, so that a look back doesn't tell them again. */
  readonly #ended = new Map<string, number>()
  /** Jobs that ended before, and weren't told, are left out. */
  #skipBefore = -Infinity
  /** The only module whose jobs are watched. */
  #module: string | undefined

  constructor(context: ApiContext) {
    this.#context = context
    const { signals, clock } = context.catalog.context
    this.#wakeup = new Wakeup(signals, clock, ({ collection, id, module }) => {
      const isForeign = this.#module !== undefined && module !== undefined && module !== this.#module
      if (collection !== 'jobs' || isForeign) return false
      this.#changed.add(id)
      return true
    })
  }

  close(): void {
    this.#wakeup.close()
  }

  async *named(
    ids: readonly string[],
    untilFinal: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<WatchJobsResponse> {
    const { jobs } = this.#context.catalog
    while (!signal.aborted) {
      this.#changed.clear()
      let open = 0
      for (const id of ids) {
        const job = await jobs.get(id)
        if (job === undefined) continue
        if (!isFinal(job)) open += 1
        if (this.#isNews(job)) yield { job: jobMessage(job) }
      }
      if (untilFinal && open === 0) return
      await this.#wakeup.next(signal)
    }
  }

  async *chosen(
    filter: JobFilter,
    request: WatchJobsRequest__Output,
    signal: AbortSignal,
  ): AsyncGenerator<WatchJobsResponse> {
    const { clock } = this.#context.catalog.context
    this.#module = filter.module
    let looked = clock.now()
    if (request.skipFinal) this.#skipBefore = looked
    const first = request.skipFinal ? { ...filter, states: OPEN_STATES } : filter
    yield* this.#news(this.#every(first))
    while (!signal.aborted && !(request.untilFinal && this.#told.size === 0)) {
      await this.#wakeup.next(signal)
      yield* this.#news(this.#named(this.#takeChanged(), filter))
      if (clock.now() - looked < POLL_MS) continue
      const since = looked - OVERLAP_MS
      looked = clock.now()
      yield* this.#news(this.#named([...this.#told.keys()], filter))
      yield* this.#news(this.#every({ ...filter, since: Math.max(since, filter.since ?? 0) }))
      this.#forgetEnded(since)
    }
  }

  #takeChanged(): string[] {
    const ids = [...this.#changed]
    this.#changed = new Set()
    return ids
  }

  async *#news(jobs: AsyncIterable<JobRecord>): AsyncGenerator<WatchJobsResponse> {
    for await (const job of jobs) if (this.#isNews(job)) yield { job: jobMessage(job) }
  }

  async *#named(ids: readonly string[], filter: JobFilter): AsyncGenerator<JobRecord> {
    for (let at = 0; at < ids.length; at += FEW) {
      const some = ids.slice(at, at + FEW)
      const found = new Map((await this.#context.catalog.jobs.some(some)).map((job) => [job.id, job]))
      for (const id of some) {
        const job = found.get(id)
        if (job !== undefined && satisfies(job, filter)) yield job
      }
    }
  }

  async *#every(filter: JobFilter): AsyncGenerator<JobRecord> {
    let after: string | undefined
    do {
      const request = after === undefined ? { limit: PAGE } : { limit: PAGE, after }
      const page: Page<JobRecord> = await this.#context.catalog.jobs.list(filter, request)
      yield* page.documents
      after = page.next
    } while (after !== undefined)
  }

  #isNews(job: JobRecord): boolean {
    const version = `${visibleState(job)} ${job.attempt} ${job.updatedAt} ${job.reason ?? ''}`
    if (isFinal(job)) {
      const told = this.#told.delete(job.id)
      if (this.#ended.get(job.id) === job.updatedAt || (!told && job.updatedAt < this.#skipBefore))
        return false
      this.#ended.set(job.id, job.updatedAt)
      return true
    }
    if (this.#told.get(job.id) === version) return false
    this.#told.set(job.id, version)
    return true
  }

  #forgetEnded(before: number): void {
    for (const [id, at] of this.#ended) if (at < before) this.#ended.delete(id)
  }
}

function isFinal(job: JobRecord): boolean {
  return FINAL.has(visibleState(job))
}
