import type { AttemptOutput } from '../core/model/attempt-output.ts'
import type { EventRecord } from '../core/model/event.ts'
import type { Write } from '../core/ports/document-store.ts'
import { fenced } from '../core/protocol/change-job.ts'
import {
  commitJob,
  committedBy,
  committedRows,
  outputEvents,
  referredContent,
  stagedParts,
  type Commitment,
  type Row,
} from '../core/protocol/commit.ts'
import { mustBeLive } from '../core/protocol/content.ts'
import { dropPart, insertRow } from '../core/protocol/relay.ts'
import type { DispatcherContext } from './context.ts'
import type { FreshCommit } from './fresh-commit.ts'
import type { Router } from './router.ts'

export type CommitOutcome =
  /**
   * The outputs count; events that were routed in the same write are given, and all of it if that write was all.
   * `relayed`: nothing is left to be done.
   */
  | {
      readonly committed: true
      readonly routed: readonly EventRecord[]
      readonly fresh?: FreshCommit
      readonly relayed?: boolean
    }
  /** Somebody else has the job now, or it was cancelled: nothing of this attempt counts. */
  | { readonly committed: false; readonly stale?: false }
  /** Content that it refers to is being freed: C1 has to be repeated, and stores it. */
  | { readonly committed: false; readonly stale: true }

export interface CommitProgress {
  /** All of the commit is on its way to the store; `goesOn`: it queues jobs, and what claims next finds them. */
  sent(goesOn: boolean): void
  /** It was refused, and goes on in steps. */
  delayed(): void
}

const STALE: CommitOutcome = { committed: false, stale: true }

/** Tries of the fused commit before it goes by the table: each time a module or a mark changed in between. */
const FUSED_TRIES = 3

/** C2 and C3. */
export class Committer {
  readonly #context: DispatcherContext
  readonly #router: Router

  constructor(context: DispatcherContext, router: Router) {
    this.#context = context
    this.#router = router
  }

  /** May be repeated: a commit that this attempt made before is a success. */
  async commit(commitment: Commitment, progress: CommitProgress): Promise<CommitOutcome> {
    const rows = committedRows(commitment)
    const { capabilities } = this.#context.store
    const most = this.#context.settings.maxFusedRows
    if (capabilities.atomicBatch && rows.length + commitment.output.events.length * 2 <= most) {
      const outcome = await this.#commitAtOnce(commitment, rows, [...outputEvents(commitment)], progress)
      if (outcome !== undefined) return outcome
      progress.delayed()
    }
    return this.#commitByParts(commitment, allRows(rows, commitment))
  }

  /** C2 to R1 and the events' I1 to I4 in one transaction. Undefined: it has to go by the table. */
  async #commitAtOnce(
    commitment: Commitment,
    rows: readonly Row[],
    events: readonly EventRecord[],
    progress: CommitProgress,
  ): Promise<CommitOutcome | undefined> {
    for (let n = 0; n < FUSED_TRIES; n += 1) {
      const { writes, routed, checks } = await this.#router.writesFor(events)
      const live = referredContent(commitment.output).map(({ digest, key }) => mustBeLive(digest, key))
      const relayed = this.#isAll(commitment)
      const commit = commitJob(commitment.ref, this.#numbers(commitment, 0), relayed)
      const committing = this.#context.store.batch([
        commit,
        ...live,
        ...checks,
        ...rows.map(insertRow),
        ...writes,
      ])
      progress.sent(goesOn(routed))
      const { refused } = await committing
      if (refused === undefined) return { committed: true, routed, fresh: freshOf(commitment, rows), relayed }
      if (refused === 0) return this.#refused(commitment)
      if (refused <= live.length) return STALE
      if (refused > live.length + checks.length) return undefined
    }
    return undefined
  }

  /** Without files there is no metadata to write, and where the bus is internal no event is published. */
  #isAll({ output }: Commitment): boolean {
    return output.files.length === 0 && this.#context.bus.capabilities.internal
  }

  async #commitByParts(commitment: Commitment, rows: Iterable<Row>): Promise<CommitOutcome> {
    const { store } = this.#context
    const { ref, output } = commitment
    const parts: { readonly id: string }[] = []
    for (const document of stagedParts(ref, rows, output.referred)) {
      parts.push({ id: document.id })
      // What is staged for an attempt that isn't the current one would only have to be swept.
      const current: Write = { kind: 'check', collection: 'jobs', id: ref.job, guard: fenced(ref) }
      const { refused } = await store.batch([
        current,
        { kind: 'insert', collection: 'staged', document, keep: true },
      ])
      if (refused !== undefined) return this.#refused(commitment)
    }
    if (!(await this.#allLive(output))) {
      for (const part of parts) await store.batch([dropPart(part)])
      return STALE
    }
    const { refused } = await store.batch([commitJob(ref, this.#numbers(commitment, parts.length))])
    return refused === undefined ? { committed: true, routed: [] } : this.#refused(commitment)
  }

  /** Read after the references were staged: who frees content reads them the other way round. */
  async #allLive(output: AttemptOutput): Promise<boolean> {
    const content = referredContent(output)
    const live = await this.#context.catalog.contents.lookup(content.map(({ digest }) => digest))
    return content.every(({ digest, key }) => live.get(digest)?.key === key)
  }

  async #refused({ ref }: Commitment): Promise<CommitOutcome> {
    const job = await this.#context.catalog.jobs.get(ref.job)
    return committedBy(job, ref) ? { committed: true, routed: [] } : { committed: false }
  }

  #numbers({ output, moduleVersion }: Commitment, parts: number) {
    return { children: output.events.length, parts, moduleVersion, now: this.#context.clock.now() }
  }
}

/** Whether routed events queued jobs. */
export function goesOn(routed: readonly EventRecord[]): boolean {
  return routed.some(({ children = 0 }) => children > 0)
}

/** Events last. */
function* allRows(rows: readonly Row[], commitment: Commitment): Generator<Row> {
  yield* rows
  for (const document of outputEvents(commitment)) yield { collection: 'events', document }
}

function freshOf({ job, ref }: Commitment, rows: readonly Row[]): FreshCommit {
  return { job, attempt: ref.attempt, rows }
}
