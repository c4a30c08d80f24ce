import { Catalog } from '../../core/catalog/catalog.ts'
import { dropFormerPins } from '../../core/catalog/pins.ts'
import { environmentRecord } from '../../core/model/environment.ts'
import { signalling } from '../../core/policies/signalling.ts'
import { Signals } from '../../core/signals.ts'
import { Dispatcher } from '../../dispatcher/dispatcher.ts'
import type { DispatcherContext } from '../../dispatcher/context.ts'
import type { Log } from '../../dispatcher/log.ts'
import { Room } from '../../dispatcher/room.ts'
import { GatedBus } from './gated-bus.ts'
import { gatedBlobs } from './gated-blobs.ts'
import { GatedStore } from './gated-store.ts'
import { ModelStages } from './model-stages.ts'
import { INSTALLATION } from './module-tree.ts'
import { Party } from './party.ts'
import { Random, seedOf } from './random.ts'
import type { World } from './world.ts'

/** Milliseconds of the virtual time: a third of what they are by default, so that less of it has to pass. */
export const TIMES = { leaseMs: 6000, reconcileMs: 2000, routeAfterMs: 6000 }
const SLOTS = 4

/** A machine on which one dispatcher after the other runs. */
export class Host {
  readonly name: string
  readonly #world: World
  readonly #mayDrop: () => boolean
  #party: Party
  #bus: GatedBus | undefined
  #signals = new Signals()
  #incarnation = 0
  #running: DispatcherContext | undefined

  constructor(world: World, name: string, mayDrop: () => boolean) {
    this.#world = world
    this.name = name
    this.#mayDrop = mayDrop
    this.#party = new Party(name)
    this.#party.state = 'dead'
  }

  get party(): Party {
    return this.#party
  }

  /** What happens in this process, for people whose calls come by way of it. */
  get signals(): Signals {
    return this.#signals
  }

  /** Of the process that runs. */
  get context(): DispatcherContext | undefined {
    return this.#running
  }

  start(): void {
    this.#incarnation += 1
    const name = `${this.name}/${String(this.#incarnation)}`
    this.#world.note(`${name} starts`)
    this.#party = new Party(name)
    this.#signals = new Signals()
    this.#bus = new GatedBus(this.#world, this.#party, this.#mayDrop)
    if (this.#world.scenario.mode.exclusive) this.#world.processes.endAll()
    const party = this.#party
    this.#running = this.#context(name)
    void this.#begin(this.#running).catch((error: unknown) => {
      this.#world.note(`${name} could not start: ${String(error)}`)
      // Its supervisor starts it again.
      if (this.#party !== party) return
      this.crash()
      this.start()
    })
  }

  async #begin(context: DispatcherContext): Promise<void> {
    await dropFormerPins(context.store)
    await new Dispatcher(context).start()
  }

  /** As by SIGKILL: nothing that it was doing goes on, and what it held is known to nobody. */
  crash(): void {
    this.#world.note(`${this.#party.name} crashes`)
    this.#party.state = 'dead'
    this.#world.gates.forget(this.#party)
    this.#world.time.forget(this.#party)
    this.#world.processes.starve(this.#party, TIMES.leaseMs / 3)
    this.#bus?.disconnect()
  }

  /** As by SIGSTOP, or a machine that swaps: all it was doing goes on much later. */
  pause(): void {
    this.#world.note(`${this.#party.name} stands still`)
    this.#party.state = 'paused'
    this.#world.processes.starve(this.#party, TIMES.leaseMs / 3)
  }

  /** The broker gives what a paused process held to somebody else. */
  lockLost(): void {
    this.#bus?.disconnect()
  }

  resume(): void {
    this.#world.note(`${this.#party.name} goes on`)
    this.#party.state = 'running'
  }

  #context(id: string): DispatcherContext {
    const world = this.#world
    const clock = world.time.clockOf(this.#party)
    const random = new Random(seedOf(world.scenario.seed, id))
    const ids = { random: () => random.hex(), jitter: () => random.next() }
    const gated = new GatedStore(world, this.#party)
    const store = signalling(world.rules.store?.(gated, world) ?? gated, this.#signals)
    const catalog = new Catalog({ store, clock, ids, signals: this.#signals, installation: INSTALLATION })
    const blobs = gatedBlobs(world, this.#party)
    const stages = new ModelStages(world, this.#party, catalog, blobs)
    return {
      catalog,
      store,
      bus: this.#bus ?? world.bus,
      blobs,
      room: new Room({ blobs, store, clock, log: logOf(world, id) }),
      clock,
      ids,
      settings: { ...TIMES, id, slots: SLOTS, maxFusedRows: world.scenario.maxFusedRows },
      stages: new Map([['local', stages]]),
      environment: environmentRecord({ host: this.name }),
      log: logOf(world, id),
    }
  }
}

function logOf(world: World, id: string): Log {
  const write = (level: string) => (fields: object, message: string) => {
    world.note(`${id} ${level}: ${message} ${JSON.stringify(fields)}`)
  }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}
