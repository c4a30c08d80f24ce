import { deleteArtifact } from '../../core/catalog/artifact-deletion.ts'
import { Catalog } from '../../core/catalog/catalog.ts'
import { envelopeOf } from '../../core/catalog/events.ts'
import { holdPin } from '../../core/catalog/pins.ts'
import { codeOf, isIteronError } from '../../core/errors.ts'
import { collect } from '../../core/housekeeping/collect.ts'
import type { CloudEvent } from '../../core/model/cloud-event.ts'
import { retentionSchema, RETAINED, type RetentionRule } from '../../core/model/retention.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import type { Backups } from './backups.ts'
import type { Host } from './host.ts'
import { Random, seedOf } from './random.ts'
import type { World } from './world.ts'

/** Of the virtual time, in which a run lasts for minutes. */
const AGES = ['0', '0', '1s', '10s', '1m']

interface Keeping {
  readonly catalog: Catalog
  readonly blobs: BlobStore
}

/** Those who remove things, and those who want them kept, each in the process of a dispatcher. */
export class Keepers {
  readonly #world: World
  readonly #backups: Backups
  readonly #random: Random

  constructor(world: World, backups: Backups) {
    this.#world = world
    this.#backups = backups
    this.#random = new Random(seedOf('keepers', world.scenario.seed))
  }

  /** One artifact; or all that hold a content, and then what they held. */
  delete(host: Host): void {
    const { records } = this.#world
    const held = records
      .manifests()
      .flatMap(({ artifact, files }) => files.map(({ key }) => ({ artifact, key })))
    if (held.length === 0) return
    const { artifact, key } = this.#random.pick(held)
    const all = this.#random.chance(0.5)
    const ids = all ? held.filter((one) => one.key === key).map((one) => one.artifact) : [artifact]
    this.#do(host, async (keeping) => {
      for (const id of ids) await deleteArtifact(keeping.catalog, keeping.blobs, id).catch(unlessNeeded)
      if (all) await collected(keeping, [])
    })
  }

  /** A round of housekeeping; others may be at it too. */
  collect(host: Host): void {
    const rules = randomRules(this.#random)
    this.#do(host, (keeping) => collected(keeping, rules))
  }

  /** Somebody holds a pin, reads all records of one instant, and then at leisure every blob that they refer to. */
  backUp(host: Host): void {
    this.#do(host, async ({ catalog, blobs }) => {
      const { party } = host
      const pin = await holdPin(catalog.context, 'backup')
      await this.#backups.read(party, blobs)
      await pin.release()
    })
  }

  /** An event is published again. */
  copy(host: Host): void {
    const events = this.#world.records.events().filter(({ expiredAt }) => expiredAt === undefined)
    if (events.length === 0) return
    const { id } = this.#random.pick(events)
    this.#do(host, async ({ catalog }) => {
      const event = await catalog.events.get(id)
      if (event === undefined) return
      const copy = await catalog.events.insertCopy(event)
      await this.#world.bus.publish([envelopeOf(copy)])
    })
  }

  /** The files of an event from outside: of one artifact, whatever has become of it. */
  filesOfSome(): CloudEvent['data'] | undefined {
    const artifacts = this.#world.records.artifacts()
    if (artifacts.length === 0) return undefined
    return { files: [{ path: 'file.bin', artifact: this.#random.pick(artifacts).id }] }
  }

  #do(host: Host, act: (keeping: Keeping) => Promise<unknown>): void {
    const { context } = host
    if (context === undefined || host.party.state === 'dead') return
    const world = this.#world
    const store = world.rules.keeping?.(context.store, world) ?? context.store
    const ids = { random: () => this.#random.hex(), jitter: () => this.#random.next() }
    const catalog = new Catalog({ ...context.catalog.context, store, ids })
    act({ catalog, blobs: context.blobs }).catch((error: unknown) => {
      if (!isIteronError(error)) world.problem('housekeeping failed', String((error as Error).stack))
      else world.note(`refused: ${error.message}`)
    })
  }
}

async function collected({ catalog, blobs }: Keeping, rules: readonly RetentionRule[]): Promise<void> {
  const { signal } = new AbortController()
  const options = { rules, dryRun: false, signal, pause: () => Promise.resolve() }
  for await (const _ of collect(catalog, blobs, options));
}

function unlessNeeded(error: unknown): void {
  if (codeOf(error) !== 'FAILED_PRECONDITION') throw error
}

/** A few, of which each leaves nothing, little, or everything of some modules. */
export function randomRules(random: Random): RetentionRule[] {
  const rules = RETAINED.filter(() => random.chance(0.6)).map((what) => ({
    what,
    maxAge: random.pick(AGES),
    ...(random.chance(0.2) ? { maxCount: random.below(10) } : {}),
    ...(what === 'artifacts' && random.chance(0.2) ? { maxBytes: random.below(200) } : {}),
    ...(random.chance(0.3) ? { modules: ['a', 'd', 'e'] } : {}),
  }))
  return retentionSchema.parse({ rules }).rules
}
