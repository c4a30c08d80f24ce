import type { Catalog } from '../catalog/catalog.ts'
import { PinObserver } from '../catalog/pins.ts'
import type { RetentionRule, Retained } from '../model/retention.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { candidates, type Candidate } from './candidates.ts'
import { ClosedTrees } from './closed-trees.ts'
import { cutoffsOf } from './cutoffs.ts'
import { EXPIRE } from './expire.ts'
import { Forecast } from './forecast.ts'
import { freeGarbage } from './free-garbage.ts'
import { Selection } from './selection.ts'

/** What a collection did so far, or with a dry run would do. Bytes are those of blobs. */
export interface Collected {
  /** Tombstones made, by kind; a log leaves none. */
  readonly expired: Readonly<Record<Retained, number>>
  /** Failed jobs that were given up. */
  readonly discarded: number
  /** Things whose time is over, and that are kept for now: their tree is open, or somebody needs them. */
  readonly needed: number
  readonly freedBlobs: number
  readonly freedBytes: number
  /** Garbage that can't be freed yet. */
  readonly later: number
}

export interface CollectOptions {
  readonly rules: readonly RetentionRule[]
  readonly dryRun: boolean
  readonly signal: AbortSignal
  /** Awaited between steps, each of which is a page's worth of work: lets others have their turn. */
  readonly pause: () => Promise<void>
}

/**
 * Removes what has outlived its rules, then the bytes that nobody refers to. Yields what was done so far, and last of
 * all what was done. It can stop anywhere, and be run again, also beside another.
 */
export async function* collect(
  catalog: Catalog,
  blobs: BlobStore,
  options: CollectOptions,
): AsyncGenerator<Collected> {
  const collection = new Collection(catalog, blobs, options)
  for await (const _ of collection.run()) {
    yield collection.soFar
    await options.pause()
  }
  yield collection.soFar
}

/**
 * Logs before the jobs that take them along, so that each is counted once; jobs last, as discarding one may close its
 * tree, which is for the next run: what a dry run says is then what happens.
 */
const ORDER = ['events', 'logs', 'artifacts', 'jobs'] as const satisfies readonly Retained[]

/** One run; yields after each page's worth of work. */
class Collection {
  readonly #catalog: Catalog
  readonly #blobs: BlobStore
  readonly #options: CollectOptions
  readonly #forecast: Forecast
  readonly #expired: Record<Retained, number> = { events: 0, jobs: 0, logs: 0, artifacts: 0 }
  #discarded = 0
  #needed = 0
  #freedBlobs = 0
  #freedBytes = 0
  #later = 0

  constructor(catalog: Catalog, blobs: BlobStore, options: CollectOptions) {
    this.#catalog = catalog
    this.#blobs = blobs
    this.#options = options
    this.#forecast = new Forecast(catalog)
  }

  get soFar(): Collected {
    return {
      expired: { ...this.#expired },
      discarded: this.#discarded,
      needed: this.#needed,
      freedBlobs: this.#freedBlobs,
      freedBytes: this.#freedBytes,
      later: this.#later,
    }
  }

  async *run(): AsyncGenerator<void> {
    const selection = await Selection.over(this.#catalog, this.#options.rules)
    for (const what of ORDER) yield* this.#expire(what, selection)
    yield* this.#options.dryRun ? this.#foresee() : this.#free()
  }

  async *#expire(what: Retained, selection: Selection): AsyncGenerator<void> {
    const { store, clock } = this.#catalog.context
    if (selection.rulesOf(what).length === 0) return
    const cutoffs = await cutoffsOf(store, what, selection, clock.now(), this.#options)
    if (cutoffs.latest === undefined) return
    const trees = new ClosedTrees(store)
    for await (const page of candidates(store, what, { upTo: cutoffs.latest })) {
      for (const candidate of page) {
        if (this.#options.signal.aborted) return
        if (cutoffs.hasExpired(candidate)) await this.#expireOne(what, candidate, trees)
      }
      yield
    }
  }

  async #expireOne(what: Retained, candidate: Candidate, trees: ClosedTrees): Promise<void> {
    const { dryRun } = this.#options
    const expiring = { catalog: this.#catalog, blobs: this.#blobs, trees }
    const expiry = await EXPIRE[what](expiring, candidate.id, dryRun)
    if (expiry === 'needed') this.#needed += 1
    else if (expiry === 'discarded') this.#discarded += 1
    else {
      this.#expired[what] += 1
      if (dryRun) await this.#forecast.add(what, candidate)
    }
  }

  async *#free(): AsyncGenerator<void> {
    const { store, clock, ids } = this.#catalog.context
    const pins = new PinObserver(store, clock)
    const pinned = async () => (await pins.active()).length > 0
    const context = { catalog: this.#catalog, store, blobs: this.#blobs, ids, pinned }
    for await (const page of freeGarbage(context, this.#options.signal)) {
      for (const { garbage, verdict } of page) {
        if (verdict === 'later') this.#later += 1
        if (verdict === 'freed' && garbage.kind !== 'artifact') this.#count(garbage.size)
      }
      yield
    }
  }

  async *#foresee(): AsyncGenerator<void> {
    for await (const sizes of this.#forecast.freed(this.#options.signal)) {
      for (const size of sizes) this.#count(size)
      yield
    }
  }

  #count(bytes: number): void {
    this.#freedBlobs += 1
    this.#freedBytes += bytes
  }
}
