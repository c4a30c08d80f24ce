import type {
  BatchResult,
  Change,
  CollectionSpec,
  Document,
  DocumentStore,
  DocumentStoreCapabilities,
  Page,
  Query,
  Sort,
  Tally,
  Write,
} from '../../core/ports/document-store.ts'
import type { Filter } from '../../core/model/filter.ts'
import type { Party } from './party.ts'
import type { World } from './world.ts'

/** That a process has its answer later than the write was done. */
const LATE_ANSWER = 0.4
/** That a scan takes long: of a scope's several, each sees another moment. */
const SLOW_SCAN = 0.4

/**
 * One process's way to the shared store: each call waits to be let through, a batch that isn't atomic at each write.
 */
export class GatedStore implements DocumentStore {
  readonly capabilities: DocumentStoreCapabilities
  readonly #world: World
  readonly #party: Party

  constructor(world: World, party: Party) {
    this.#world = world
    this.#party = party
    const { atomicBatch, exclusive } = world.scenario.mode
    this.capabilities = { atomicBatch, exclusive }
  }

  open(_collections: readonly CollectionSpec[]): Promise<void> {
    return Promise.resolve()
  }

  async get<T extends Document>(collection: string, id: string): Promise<T | undefined> {
    await this.#pass(() => `get ${collection} ${id.slice(0, 6)}`)
    return this.#world.store.get<T>(collection, id)
  }

  async find<T extends Document>(collection: string, query: Query): Promise<Page<T>> {
    await this.#pass(() => `find ${collection} ${JSON.stringify(query.filter).slice(0, 120)}`)
    return this.#world.store.find<T>(collection, query)
  }

  async tally(collection: string, filter: Filter, sumOf?: string): Promise<Tally> {
    await this.#pass(() => `tally ${collection} ${JSON.stringify(filter).slice(0, 120)}`, SLOW_SCAN)
    return this.#world.store.tally(collection, filter, sumOf)
  }

  async claim<T extends Document>(
    collection: string,
    filter: Filter,
    sort: Sort,
    n: number,
    change: Change,
  ): Promise<T[]> {
    await this.#pass(() => `claim ${collection} ${String(n)}`)
    const claimed = await this.#world.store.claim<T>(collection, filter, sort, n, change)
    for (const { id } of claimed) await this.#world.records.read(collection, id)
    await this.#answer('claim', () => `claimed ${claimed.map(({ id }) => id.slice(0, 6)).join(' ')}`)
    return claimed
  }

  async batch(writes: readonly Write[]): Promise<BatchResult> {
    if (this.capabilities.atomicBatch) return this.#write(writes)
    const kept: number[] = []
    for (const [index, write] of writes.entries()) {
      const result = await this.#write([write])
      if (result.refused !== undefined) return { refused: index, kept }
      if (result.kept.length > 0) kept.push(index)
    }
    return { kept }
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  async #write(writes: readonly Write[]): Promise<BatchResult> {
    const label = () => writes.map(labelOf).join('; ')
    await this.#pass(label)
    const result = await this.#world.store.batch(writes)
    if (result.refused === undefined) await this.#world.records.written(writes)
    else this.#world.note(`  refused ${String(result.refused)}`)
    await this.#answer(kindOf(writes[0]), () => `answer ${label().slice(0, 40)}`)
    return result
  }

  async #pass(label: () => string, slow?: number): Promise<void> {
    await this.#world.gates.pass(this.#party, label, slow)
    this.#world.fault(this.#party)
  }

  async #answer(kind: string, label: () => string): Promise<void> {
    this.#world.wrote(this.#party, kind)
    if (this.#world.random.chance(LATE_ANSWER) || this.#party.state !== 'running') await this.#pass(label)
  }
}

function labelOf(write: Write): string {
  const id = write.kind === 'insert' ? write.document.id : write.id
  const state = write.kind === 'update' ? JSON.stringify(write.change.set?.['state'] ?? write.change) : ''
  return `${write.kind} ${write.collection} ${id.slice(0, 6)} ${state.slice(0, 60)}`
}

/** Which step of the protocol it is: what kind of write, of what, to which state. */
function kindOf(write: Write | undefined): string {
  if (write === undefined) return 'nothing'
  const change =
    write.kind === 'update' ? (write.change.set ?? write.change.increment ?? write.change.unset) : {}
  return [
    write.kind,
    write.collection,
    ...Object.keys(change ?? {}),
    String((change as { state?: unknown } | undefined)?.state),
  ].join(' ')
}
