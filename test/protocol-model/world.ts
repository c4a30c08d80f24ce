import { memoryBlobStore } from '../../adapters/memory/blob-store.ts'
import { memoryDocumentStore } from '../../adapters/memory/document-store.ts'
import { memoryEventBus } from '../../adapters/memory/event-bus.ts'
import { COLLECTIONS } from '../../core/catalog/collections.ts'
import { IteronError } from '../../core/errors.ts'
import type { BlobStore, PutResult } from '../../core/ports/blob-store.ts'
import type { DocumentStore } from '../../core/ports/document-store.ts'
import type { EventBus } from '../../core/ports/event-bus.ts'
import { Gates } from './gates.ts'
import { Party } from './party.ts'
import { Processes } from './processes.ts'
import { Random, seedOf } from './random.ts'
import { Records } from './records.ts'
import type { Rules } from './rules.ts'
import type { Scenario } from './scenario.ts'
import { VirtualTime } from './virtual-time.ts'

const FAULT = 0.005

/** Everything that outlives a process: what is stored, the bus, the time, and what was found to be wrong. */
export class World {
  readonly scenario: Scenario
  readonly rules: Rules
  readonly random: Random
  readonly time = new VirtualTime()
  readonly gates: Gates
  readonly outside = new Party('outside')
  readonly store: DocumentStore
  readonly records: Records
  readonly blobs: BlobStore = memoryBlobStore()
  readonly bus: EventBus
  readonly processes: Processes
  readonly problems = new Map<string, string>()
  readonly trace: string[] = []
  /** Module ids by name. */
  readonly modules = new Map<string, string>()
  /** Ids of the events that an attempt at a join was given. */
  readonly collected = new Map<string, readonly string[]>()
  /** What is stored at this moment, by key. */
  readonly stored = new Map<string, PutResult>()
  /** Called with the key of each blob that was deleted. */
  readonly gone: ((key: string) => void)[] = []
  step = 0
  #faults: number
  /** When something in the store last changed but a heartbeat. */
  changedAt = this.time.now
  /** Called when a party's write was done, before it hears of it. */
  wrote: (party: Party, kind: string) => void = () => undefined

  constructor(scenario: Scenario, rules: Rules) {
    this.scenario = scenario
    this.rules = rules
    this.random = new Random(seedOf('run', scenario.mode.name, scenario.seed))
    this.gates = new Gates(this.time, this.random)
    this.#faults = scenario.faults
    this.store = memoryDocumentStore({ atomicBatch: scenario.mode.atomicBatch })
    this.records = new Records(this.store)
    this.bus = memoryEventBus(this.time.clockOf(this.outside))
    this.processes = new Processes(this)
  }

  async open(): Promise<void> {
    await Promise.all([this.store.open(COLLECTIONS), this.blobs.open(), this.bus.open()])
  }

  /** Now and then the store doesn't answer, and nobody knows whether it did what it was asked. */
  fault(party: Party): void {
    if (this.#faults === 0 || !party.waits || party === this.outside || !this.random.chance(FAULT)) return
    this.#faults -= 1
    this.note(`${party.name} has no answer`)
    throw new IteronError('UNAVAILABLE', 'the store did not answer')
  }

  put(key: string, blob: PutResult): void {
    this.stored.set(key, blob)
  }

  deleted(key: string): void {
    if (this.stored.delete(key)) for (const tell of this.gone) tell(key)
  }

  problem(what: string, detail: string): void {
    if (!this.problems.has(what)) this.problems.set(what, `${detail} (step ${String(this.step)})`)
    this.note(`PROBLEM ${what}: ${detail}`)
  }

  /** A line of the trace, made only if there is one. */
  note(line: string | (() => string)): void {
    if (!this.scenario.traced) return
    const at = `${String(this.step)} ${String(this.time.now % 1e8)}`
    this.trace.push(`${at} ${typeof line === 'string' ? line : line()}`)
  }
}
