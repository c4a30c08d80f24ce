import { messageOf, IteronError } from '../core/errors.ts'
import type { ArtifactRecord } from '../core/model/artifact.ts'
import type { EventRecord } from '../core/model/event.ts'
import { artifactId } from '../core/model/identity.ts'
import type { JobRecord } from '../core/model/job.ts'
import { buryAgain } from '../core/catalog/artifact-deletion.ts'
import { envelopeOf } from '../core/catalog/events.ts'
import { all } from '../core/protocol/scope.ts'
import { DATA_SLOT, type Row, type StagedPart } from '../core/protocol/commit.ts'
import { beingRelayed, dropPart, insertRow, markRelayed } from '../core/protocol/relay.ts'
import type { DispatcherContext } from './context.ts'
import { Gathering } from './gathering.ts'
import { artifactIn, type FreshCommit } from './fresh-commit.ts'
import type { Router } from './router.ts'
import type { AttemptStages } from './stages.ts'

const PUBLISH_BATCH = 100

/** While attempts are at work what they commit is relayed so much later at most: many share a sync and a transaction. */
const GATHER_MS = 25

/** A part without what is in it. */
type PartHead = Pick<StagedPart, 'id' | 'attempt' | 'part'>

/**
 * R1 and R2: what an attempt committed becomes records, files' metadata and published events. Repeated without effect.
 */
export class Relay {
  readonly #context: DispatcherContext
  readonly #router: Router
  readonly #working = new Map<string, Promise<void>>()
  readonly #gathering: Gathering

  constructor(context: DispatcherContext, router: Router) {
    this.#context = context
    this.#router = router
    this.#gathering = new Gathering(context.clock, GATHER_MS)
  }

  /**
   * Relays a committed job; once at a time. Rejects if it has to be done again later. What is known of a commit that was
   * just made isn't read again.
   */
  relay(job: string, fresh?: FreshCommit): Promise<void> {
    const working = this.#working.get(job)
    if (working !== undefined) return working
    const isAll = fresh !== undefined && this.#context.bus.capabilities.internal
    const work = (isAll ? this.#relayFresh(fresh) : this.#relay(job)).finally(() => this.#working.delete(job))
    this.#working.set(job, work)
    return work
  }

  /** As `relay`, for callers that leave what fails to the reconciler. */
  async relayOrLeave(job: string, fresh?: FreshCommit): Promise<void> {
    await this.relay(job, fresh).catch((error: unknown) => {
      this.#context.log.warn(
        { job, error: messageOf(error) },
        'the outputs of a job are not relayed yet; the reconciler tries again',
      )
    })
  }

  /** Nothing is at work that what was just committed should wait for. */
  hurry(): void {
    this.#gathering.release()
  }

  /** Until all that is being relayed has ended. */
  async drain(): Promise<void> {
    this.hurry()
    await Promise.allSettled(this.#working.values())
  }

  async #relay(id: string): Promise<void> {
    const { catalog, store, clock } = this.#context
    const job = await catalog.jobs.get(id)
    if (job?.state !== 'succeeded' || job.relayed === true || job.committed === undefined) return
    const parts = await this.#partsOf(job)
    if (parts === undefined) return
    if (!(await this.#insertRows(job, parts))) return this.#buryAgain(job)
    await this.#publishMetadata(job)
    await this.#publishEvents(job)
    const { refused } = await store.batch([markRelayed(job, job.committed, parts.length, clock.now())])
    if (refused !== undefined) await this.#buryAgain(job)
    for (const part of parts) await store.batch([dropPart(part)])
  }

  /** Its records and routed events were one write. */
  async #relayFresh(fresh: FreshCommit): Promise<void> {
    await this.#gathering.wait()
    const { job, attempt } = fresh
    const { store, clock } = this.#context
    const made = artifactIn(fresh)
    if (made !== undefined) await this.#stages().publishMetadata(made.artifact, made.origin)
    const { refused } = await store.batch([markRelayed(job, attempt, 0, clock.now())])
    if (refused !== undefined) await this.#buryAgain({ id: job.id, committed: attempt })
  }

  /** Without their rows, of which there may be very many. Undefined if somebody else has relayed the job and dropped them. */
  async #partsOf({ id, committed, parts: wanted = 0 }: JobRecord): Promise<PartHead[] | undefined> {
    const { catalog, store } = this.#context
    const staged = await all<PartHead>(store, 'staged', { job: id }, ['attempt', 'part'])
    // By number, which isn't the order of their ids: the artifact's own row comes last.
    const parts = staged.filter((part) => part.attempt === committed).sort((a, b) => a.part - b.part)
    if (parts.length === wanted) return parts
    if ((await catalog.jobs.get(id))?.relayed === true) return undefined
    throw new IteronError(
      'DATA_LOSS',
      `the job ${id} committed ${String(wanted)} parts and ${String(parts.length)} are there`,
    )
  }

  /** A part's rows at once, where that is one durable write. False if somebody else has relayed the job meanwhile. */
  async #insertRows(job: JobRecord, parts: readonly PartHead[]): Promise<boolean> {
    const { store } = this.#context
    for (const { id } of parts) {
      const part = await store.get<StagedPart>('staged', id)
      // who drops parts has relayed the job
      if (part === undefined) return false
      for (const some of store.capabilities.atomicBatch ? [part.rows] : part.rows.map((row) => [row]))
        if (!(await this.#insert(job, some))) return false
    }
    return true
  }

  async #insert(job: JobRecord, rows: readonly Row[]): Promise<boolean> {
    const { kept, refused } = await this.#context.store.batch([beingRelayed(job), ...rows.map(insertRow)])
    if (refused === 0) return false
    for (const index of kept) {
      const row = rows[index - 1]
      if (row?.collection === 'events') await this.#refuseForeign(job, row.document.id)
    }
    return true
  }

  async #refuseForeign(job: JobRecord, event: string): Promise<void> {
    const there = await this.#context.catalog.events.get(event)
    if (there?.job === job.id) return
    throw new IteronError(
      'DATA_LOSS',
      `the id of the event ${event}, which the job ${job.id} raised, is held by another`,
    )
  }

  async #publishMetadata(job: JobRecord): Promise<void> {
    const { catalog } = this.#context
    const artifact: ArtifactRecord | undefined = await catalog.artifacts.get(
      artifactId(job.id, job.committed ?? 0, DATA_SLOT),
    )
    if (artifact !== undefined && artifact.deletedAt === undefined)
      await this.#stages().publishMetadata(artifact)
  }

  /** Somebody else had relayed it before, and it may have been deleted since: what was written late goes too. */
  async #buryAgain({ id, committed = 0 }: Pick<JobRecord, 'id' | 'committed'>): Promise<void> {
    await buryAgain(this.#context.catalog, artifactId(id, committed, DATA_SLOT))
  }

  /** Any executor's stages can write metadata: the blob store is the same for all. */
  #stages(): AttemptStages {
    const [stages] = this.#context.stages.values()
    if (stages === undefined) throw new IteronError('FAILED_PRECONDITION', 'no executor is configured')
    return stages
  }

  async #publishEvents(job: JobRecord): Promise<void> {
    if ((job.children ?? 0) === 0) return
    const { store, bus } = this.#context
    let after: string | undefined
    do {
      const page = await store.find<EventRecord>('events', {
        filter: { job: job.id },
        limit: PUBLISH_BATCH,
        ...(after === undefined ? {} : { after }),
      })
      const open = page.documents.filter((event) => event.state !== 'handled')
      if (bus.capabilities.internal) await this.#routeAll(open)
      else if (page.documents.length > 0) await bus.publish(page.documents.map(envelopeOf))
      after = page.next
    } while (after !== undefined)
  }

  /** What is left, beside each other, so that they share what makes writes durable; when this returns all have ended. */
  async #routeAll(events: readonly EventRecord[]): Promise<void> {
    const left = await this.#router.routeTogether(events)
    const routed = await Promise.allSettled(left.map((event) => this.#router.route(event)))
    const failed = routed.find((one) => one.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }
}
