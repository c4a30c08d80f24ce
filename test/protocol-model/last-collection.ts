import { deleteArtifact } from '../../core/catalog/artifact-deletion.ts'
import { Catalog } from '../../core/catalog/catalog.ts'
import { messageOf } from '../../core/errors.ts'
import { collect, type Collected } from '../../core/housekeeping/collect.ts'
import type { GarbageRecord } from '../../core/model/garbage.ts'
import { RETAINED, retentionSchema, type RetentionRule } from '../../core/model/retention.ts'
import { isClosed } from '../../core/model/transition.ts'
import { Signals } from '../../core/signals.ts'
import { gatedBlobs } from './gated-blobs.ts'
import { GatedStore } from './gated-store.ts'
import { randomRules } from './keepers.ts'
import { INSTALLATION } from './module-tree.ts'
import { Party } from './party.ts'
import { Random, seedOf } from './random.ts'
import type { World } from './world.ts'

/** So many rounds at most until there is nothing left to be done. */
const MOST_ROUNDS = 5

/** Garbage is collected while nobody does anything else: what a dry run foresees happens, and nothing is left over. */
export async function collectAtEnd(world: World): Promise<void> {
  const last = new LastCollection(world)
  try {
    await last.dropPins()
    await last.asForeseen()
    await last.everything()
  } catch (error) {
    world.problem('the last collection failed', messageOf(error))
  }
}

class LastCollection {
  readonly #world: World
  readonly #catalog: Catalog
  readonly #blobs
  readonly #random: Random

  constructor(world: World) {
    this.#world = world
    const keeper = new Party('the last one', false)
    this.#random = new Random(seedOf('last', world.scenario.seed))
    const ids = { random: () => this.#random.hex(), jitter: () => this.#random.next() }
    this.#blobs = gatedBlobs(world, keeper)
    this.#catalog = new Catalog({
      store: new GatedStore(world, keeper),
      clock: world.time.clockOf(keeper),
      ids,
      signals: new Signals(),
      installation: INSTALLATION,
    })
  }

  /** Of processes that died. */
  async dropPins(): Promise<void> {
    const { store } = this.#catalog.context
    for (const { id } of this.#world.records.all('pins'))
      await store.batch([{ kind: 'delete', collection: 'pins', id }])
  }

  /** A dry run changes nothing and says exactly what is freed then; done again at once there is nothing left to do. */
  async asForeseen(): Promise<void> {
    const rules = randomRules(this.#random)
    const before = this.#image()
    const foreseen = await this.#collect(rules, true)
    if (before !== this.#image()) this.#world.problem('a dry run changed something', JSON.stringify(rules))
    const stored = new Map(this.#world.stored)
    const halfFreed = this.#halfFreed()
    const done = await this.#collect(rules, false)
    const gone = [...stored].filter(([key]) => !this.#world.stored.has(key) && !isMetadata(key))
    const bytes = gone.reduce((sum, [, { size }]) => sum + size, 0)
    const [a, b] = [amounts(foreseen), amounts(done)]
    if (a !== b)
      this.#world.problem('another amount is freed than foreseen', `${a} but ${b}, ${JSON.stringify(rules)}`)
    if (!halfFreed && (gone.length !== done.freedBlobs || bytes !== done.freedBytes))
      this.#world.problem(
        'another amount is freed than said',
        `${b} but ${String(gone.length)} of ${String(bytes)}`,
      )
    await this.#repeat(rules, done.discarded === 0 ? 1 : MOST_ROUNDS)
  }

  /** All is given up, deleted and collected. */
  async everything(): Promise<void> {
    const { records } = this.#world
    for (const job of records.jobs())
      if (!isClosed(job.state)) await this.#catalog.jobs.cancel(job.id, 'at the end')
    for (const { id } of records.artifacts()) await deleteArtifact(this.#catalog, this.#blobs, id)
    const kinds = RETAINED.filter((what) => what === 'events' || this.#random.chance(0.5))
    const { rules } = retentionSchema.parse({ rules: kinds.map((what) => ({ what, maxAge: 0 })) })
    await this.#repeat(rules, MOST_ROUNDS)
    this.#checkNothingLeft()
  }

  /** Until a round does nothing. */
  async #repeat(rules: readonly RetentionRule[], rounds: number): Promise<void> {
    for (let n = 0; n < rounds; n += 1) {
      const before = this.#image()
      await this.#collect(rules, false)
      if (before === this.#image()) return
    }
    this.#world.problem('garbage is collected again and again', JSON.stringify(rules))
  }

  async #collect(rules: readonly RetentionRule[], dryRun: boolean): Promise<Collected> {
    const { signal } = new AbortController()
    const options = { rules, dryRun, signal, pause: () => Promise.resolve() }
    let last: Collected | undefined
    for await (const collected of collect(this.#catalog, this.#blobs, options)) last = collected
    if (last === undefined) throw new RangeError('a collection said nothing')
    return last
  }

  #checkNothingLeft(): void {
    const { records, stored } = this.#world
    for (const collection of ['garbage', 'contents', 'manifests'])
      for (const { id } of records.all(collection)) this.#world.problem(`${collection} left over`, id)
    for (const { id, expiredAt } of records.events())
      if (expiredAt === undefined) this.#world.problem('an event does not expire', id)
    for (const key of stored.keys())
      if (!key.includes('/logs/')) this.#world.problem('a blob is left over', key)
  }

  /** Whether a round died between a blob and its record: then it is counted once more. */
  #halfFreed(): boolean {
    const garbage = this.#world.records.all('garbage') as GarbageRecord[]
    return garbage.some((row) => row.kind !== 'artifact' && !this.#world.stored.has(row.key))
  }

  /** All records and blobs. */
  #image(): string {
    const { records, stored } = this.#world
    const names = ['events', 'jobs', 'attempts', 'reasons', 'artifacts', 'manifests', 'contents', 'garbage']
    return JSON.stringify([names.map((name) => records.all(name)), [...stored.keys()].sort()])
  }
}

function isMetadata(key: string): boolean {
  return key.endsWith('/metadata.yaml')
}

function amounts({ expired, discarded, freedBlobs, freedBytes }: Collected): string {
  return JSON.stringify({ expired, discarded, freedBlobs, freedBytes })
}
