import { Catalog } from '../../core/catalog/catalog.ts'
import { Signals } from '../../core/signals.ts'
import { GROUP } from '../../dispatcher/context.ts'
import { Backups } from './backups.ts'
import { ContentInvariants } from './content-invariants.ts'
import { Disturbances } from './disturbances.ts'
import { checkAtEnd } from './final-checks.ts'
import type { Gate } from './gates.ts'
import { Host, TIMES } from './host.ts'
import { Invariants } from './invariants.ts'
import { Keepers } from './keepers.ts'
import { collectAtEnd } from './last-collection.ts'
import { INSTALLATION, moduleSpecs, TYPES } from './module-tree.ts'
import { People } from './people.ts'
import { Random, seedOf } from './random.ts'
import { ALL_RULES, type Rules } from './rules.ts'
import type { Scenario } from './scenario.ts'
import { Tombstones } from './tombstones.ts'
import { World } from './world.ts'

const MAX_STEPS = 60_000
/** A call of a process that is at work is answered within so long, milliseconds of the virtual time. */
const MAX_LATENCY_MS = 600
/** When nothing but heartbeats has been written for so long, nothing will be. */
const QUIET_MS = TIMES.routeAfterMs + TIMES.leaseMs + TIMES.reconcileMs * 4

export interface Result {
  readonly problems: ReadonlyMap<string, string>
  readonly steps: number
  readonly trace: readonly string[]
}

/** One run of the real code from a seed: the same each time. */
export async function simulate(scenario: Scenario, rules: Rules = ALL_RULES): Promise<Result> {
  const simulation = new Simulation(scenario, rules)
  return simulation.run()
}

class Simulation {
  readonly #world: World
  readonly #invariants: Invariants
  readonly #people: People
  readonly #hosts: readonly Host[]
  readonly #disturbances: Disturbances
  #drops: number
  #peace = false
  #wildUntil: number

  constructor(scenario: Scenario, rules: Rules) {
    const world = new World(scenario, rules)
    this.#world = world
    this.#drops = scenario.drops
    this.#wildUntil = scenario.wildSteps
    this.#invariants = new Invariants(world)
    this.#people = new People(world)
    this.#hosts = Array.from(
      { length: scenario.hosts },
      (_, n) => new Host(world, `host${String(n + 1)}`, () => this.#mayDrop()),
    )
    new ContentInvariants(world)
    new Tombstones(world)
    const keepers = new Keepers(world, new Backups(world))
    this.#disturbances = new Disturbances(world, this.#hosts, this.#people, keepers)
    world.wrote = (party, kind) => {
      this.#disturbances.afterWrite(party, kind)
    }
  }

  async run(): Promise<Result> {
    const world = this.#world
    await this.#prepare()
    for (const host of this.#hosts) host.start()
    for (const type of world.scenario.start) this.#people.publish(type)
    for (let day = 1; day <= world.scenario.days; day += 1) {
      if (day > 1) this.#beginAgain()
      while (world.problems.size === 0 && (await this.#step()));
    }
    if (world.problems.size === 0) await checkAtEnd(world, this.#people, this.#invariants)
    for (const host of this.#hosts) host.party.state = 'dead'
    if (world.problems.size === 0) await collectAtEnd(world)
    return { problems: world.problems, steps: world.step, trace: world.trace }
  }

  /** New work on top of what is there. */
  #beginAgain(): void {
    this.#peace = false
    this.#wildUntil = this.#world.step + this.#world.scenario.wildSteps / 2
    this.#disturbances.again()
    for (const type of ['N', 'L']) this.#people.publish(type)
  }

  async #prepare(): Promise<void> {
    const world = this.#world
    await world.open()
    await world.bus.ensureTopics(TYPES, GROUP)
    const random = new Random(seedOf('modules', world.scenario.seed))
    const ids = { random: () => random.hex(), jitter: () => random.next() }
    const context = {
      store: world.store,
      clock: world.time.clockOf(world.outside),
      ids,
      signals: new Signals(),
    }
    const catalog = new Catalog({ ...context, installation: INSTALLATION })
    for (const spec of moduleSpecs(world.scenario)) {
      const { id, name } = await catalog.modules.create({ spec })
      world.modules.set(name, id)
      await world.records.read('modules', id)
    }
  }

  /** Returns false when nothing will happen any more. */
  async #step(): Promise<boolean> {
    const world = this.#world
    await new Promise(setImmediate)
    world.step += 1
    if (world.step > MAX_STEPS) {
      world.problem('it never ends', `${String(MAX_STEPS)} steps`)
      return false
    }
    if (!this.#peace && world.step > this.#wildUntil) {
      this.#peace = true
      this.#disturbances.end()
      return true
    }
    if (!this.#peace && world.random.chance(0.02)) {
      this.#disturbances.happen()
      return true
    }
    return this.#goOn()
  }

  #goOn(): boolean {
    const { gates, processes, random } = this.#world
    const overdue = processes.overdue()
    if (overdue !== undefined) {
      processes.go(overdue)
      return true
    }
    const ready = gates.ready()
    const ending = processes.ready()
    if (ready.length + ending.length === 0) return this.#passTime()
    if (random.chance(0.1) && this.#mayPassTime(ready)) return this.#passTime()
    const process = ending[random.below(ready.length + ending.length)]
    if (process !== undefined) processes.go(process)
    else this.#open(gates.pick(ready))
    return true
  }

  #open(gate: Gate | undefined): void {
    if (gate === undefined) return
    const { party, label } = gate
    this.#world.note(() => `${party.name} ${typeof label === 'string' ? label : label()}`)
    this.#world.gates.open(gate)
  }

  #mayPassTime(ready: readonly Gate[]): boolean {
    const { time } = this.#world
    const next = time.next()
    const oldest = Math.min(...ready.map((gate) => gate.since))
    return next !== undefined && next.at <= oldest + MAX_LATENCY_MS
  }

  #passTime(): boolean {
    const { time } = this.#world
    const next = time.next()
    if (next === undefined) return false
    if (!this.#isQuiet()) time.fire(next)
    else if (this.#people.anyPaused) this.#disturbances.end()
    else return false
    return true
  }

  #isQuiet(): boolean {
    const { time, changedAt, processes, gates, records } = this.#world
    return (
      this.#peace &&
      processes.size === 0 &&
      gates.ready().length === 0 &&
      records.jobs().every((job) => job.dueAt === undefined) &&
      time.now - changedAt > QUIET_MS
    )
  }

  #mayDrop(): boolean {
    if (this.#peace || this.#drops === 0 || !this.#world.random.chance(0.2)) return false
    this.#drops -= 1
    return true
  }
}
