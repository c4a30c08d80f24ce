import { IteronError } from '../core/errors.ts'
import type { EventRecord } from '../core/model/event.ts'
import type { Write } from '../core/ports/document-store.ts'
import {
  decideRoutes,
  fusedDecision,
  fusedWrites,
  goneFrom,
  handleEvent,
  insertEvent,
  insertJobs,
  namesLiveArtifacts,
  routeEvent,
  type FusedRouting,
} from '../core/protocol/route.ts'
import { cancelReasonOf, notCancelled } from '../core/protocol/cancel.ts'
import type { DispatcherContext } from './context.ts'
import type { ModuleDirectory } from './module-directory.ts'

interface Decision extends FusedRouting {
  readonly event: EventRecord
}

/** I1 to I4: an event becomes jobs. */
export class Router {
  readonly #context: DispatcherContext
  readonly #modules: ModuleDirectory
  readonly #closed: (event: EventRecord) => void

  /** `closed` is called for an event that was routed: it closed as a node of its scopes. */
  constructor(context: DispatcherContext, modules: ModuleDirectory, closed: (event: EventRecord) => void) {
    this.#context = context
    this.#modules = modules
    this.#closed = closed
  }

  /** Routes an event, new or known; when this returns it is handled. Returns the event as it stands in the store. */
  async route(event: EventRecord): Promise<EventRecord> {
    if (this.#context.store.capabilities.atomicBatch) {
      const routed = await this.#routeAtOnce(event)
      if (routed !== undefined) return routed
    }
    return this.#routeStepByStep(event)
  }

  /** The writes that route new events within another atomic batch, with the checks that they rest on. */
  async writesFor(
    events: readonly EventRecord[],
  ): Promise<{ writes: Write[]; routed: EventRecord[]; checks: Write[] }> {
    const { modules, unchanged } = await this.#modules.current()
    const now = this.#context.clock.now()
    const all = events.map((event) => fusedWrites(event, decideRoutes(event, modules), now))
    return {
      writes: all.flatMap((one) => one.writes),
      routed: all.map((one) => one.routed),
      checks:
        events.length === 0
          ? []
          : [unchanged, ...notCancelled(events), ...events.flatMap(namesLiveArtifacts)],
    }
  }

  /**
   * Routes events that jobs raised and that are recorded, I2 to I4 of many in one write. Returns those that have to be
   * routed one by one: where a batch isn't atomic, or a module, a mark or somebody else came in between.
   */
  async routeTogether(events: readonly EventRecord[]): Promise<EventRecord[]> {
    if (!this.#context.store.capabilities.atomicBatch) return [...events]
    const isFit = ({ job, state }: EventRecord) => job !== undefined && state === 'pending'
    const left = events.filter((event) => !isFit(event))
    const { modules, unchanged } = await this.#modules.current()
    const now = this.#context.clock.now()
    const decisions = events
      .filter(isFit)
      .map((event) => ({ event, ...fusedDecision(event, decideRoutes(event, modules), now) }))
    for (const some of portions(decisions, this.#context.settings.maxFusedRows))
      if (!(await this.#decide(some, unchanged))) left.push(...some.map(({ event }) => event))
    return left
  }

  /** False if anything of it was refused, or failed: what it was for shows when they are routed one by one. */
  async #decide(decisions: readonly Decision[], unchanged: Write): Promise<boolean> {
    const checks = [unchanged, ...notCancelled(decisions.map(({ event }) => event))]
    const writes = decisions.flatMap((one) => one.writes)
    try {
      if ((await this.#context.store.batch([...checks, ...writes])).refused !== undefined) return false
    } catch {
      return false
    }
    for (const { routed } of decisions) this.#closed(routed)
    return true
  }

  async #routeAtOnce(event: EventRecord): Promise<EventRecord | undefined> {
    const { writes, routed, checks } = await this.writesFor([event])
    // A root that isn't there yet can't be marked.
    const needed = checks.filter((check) => !(check.kind === 'check' && check.id === event.id))
    const { refused } = await this.#context.store.batch([...needed, ...writes])
    if (refused !== undefined) return undefined
    const [done] = routed
    if (done !== undefined) this.#closed(done)
    return done
  }

  async #routeStepByStep(event: EventRecord): Promise<EventRecord> {
    const { store, clock } = this.#context
    let row = await this.#insert(event)
    if (row.state === 'handled') return row
    if (row.state === 'pending') {
      // From here on the row decides, not the message: its content and, once routed, its list.
      const { modules } = await this.#modules.current()
      const routes = decideRoutes(row, modules, (await goneFrom(store, row)) ?? (await this.#cancelled(row)))
      await store.batch([routeEvent(row, routes)])
      row = await this.#read(event.id)
    }
    for (const write of insertJobs(row, clock.now())) await store.batch([write])
    // Not before its joins are there: they are what the scopes are read for.
    this.#closed(row)
    await store.batch([handleEvent(row, clock.now())])
    return row
  }

  async #cancelled(row: EventRecord): Promise<string | undefined> {
    const reason = await cancelReasonOf(this.#context.store, row)
    return reason === undefined ? undefined : `its tree is cancelled: ${reason}`
  }

  /** I1, unless it was done before: then what it rests on no longer matters. */
  async #insert(event: EventRecord): Promise<EventRecord> {
    const { store, catalog } = this.#context
    const { refused } = await store.batch([...namesLiveArtifacts(event), insertEvent(event)])
    if (refused !== undefined && (await catalog.events.get(event.id)) === undefined)
      throw new IteronError('ABORTED', `an artifact that the event ${event.id} names was deleted just now`)
    return this.#read(event.id)
  }

  async #read(id: string): Promise<EventRecord> {
    const row = await this.#context.catalog.events.get(id)
    if (row === undefined)
      throw new IteronError('DATA_LOSS', `the event ${id} was recorded and isn't there any more`)
    return row
  }
}

/** In order, so many that their writes don't exceed the number; one at least. */
function portions(decisions: readonly Decision[], most: number): Decision[][] {
  const found: Decision[][] = []
  let room = 0
  for (const decision of decisions) {
    room -= decision.writes.length
    if (room < 0 || found.length === 0) {
      found.push([])
      room = most - decision.writes.length
    }
    found.at(-1)?.push(decision)
  }
  return found
}
