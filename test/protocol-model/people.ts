import { Catalog } from '../../core/catalog/catalog.ts'
import { isIteronError } from '../../core/errors.ts'
import type { CloudEvent } from '../../core/model/cloud-event.ts'
import { attemptId, eventKey } from '../../core/model/identity.ts'
import { isClosed, isLive } from '../../core/model/transition.ts'
import { signalling } from '../../core/policies/signalling.ts'
import { Signals } from '../../core/signals.ts'
import { GatedStore } from './gated-store.ts'
import type { Host } from './host.ts'
import { EMITS, INSTALLATION, lateSpec } from './module-tree.ts'
import { Random, seedOf } from './random.ts'
import type { World } from './world.ts'

/** An outside event that the bus accepted. */
export interface Accepted {
  readonly key: string
  readonly type: string
}

/** People and programs outside: they publish, and they change jobs, trees and modules. */
export class People {
  readonly accepted: Accepted[] = []
  forged = 0
  /** Events that name artifacts: they are refused if those are deleted. */
  readonly naming: Accepted[] = []
  /** Step at which the creation of the late module had been answered; Infinity until then. */
  lateCreated = Infinity
  readonly #world: World
  readonly #random: Random
  readonly #sent: CloudEvent[] = []
  readonly #paused = new Set<string>()
  #count = 0

  constructor(world: World) {
    this.#world = world
    this.#random = new Random(seedOf('people', world.scenario.seed))
  }

  /** A new outside event, which claims to belong to a trace and a job that it doesn't. */
  publish(type: string): void {
    this.#count += 1
    const event: CloudEvent = {
      specversion: '1.0',
      id: `outside-${String(this.#count)}`,
      source: 'test:outside',
      type,
      data: { n: this.#count },
      ...this.#falseClaims(),
    }
    this.accepted.push({ key: eventKey(event.source, event.id), type })
    this.#send(event)
    this.#sent.push(event)
  }

  /** An outside event that passes on files of an artifact. */
  publishNaming(data: CloudEvent['data'] | undefined): void {
    if (data === undefined) return
    this.#count += 1
    const id = `naming-${String(this.#count)}`
    const event: CloudEvent = {
      specversion: '1.0',
      id,
      source: 'test:outside',
      type: this.#random.pick(['L', 'N', 'F']),
      data,
    }
    this.naming.push({ key: eventKey(event.source, id), type: event.type })
    this.#send(event)
    this.#sent.push(event)
  }

  /** A message comes again: one from outside, or one of ours. */
  publishAgain(): void {
    const own = this.#random.chance(0.5) ? this.#ownEnvelope() : undefined
    if (own !== undefined) this.#send(own)
    else if (this.#sent.length > 0) this.#send(this.#random.pick(this.#sent))
  }

  /** The same id with other content. */
  publishConflict(): void {
    if (this.#sent.length > 0) this.#send({ ...this.#random.pick(this.#sent), data: { other: true } })
  }

  /** An event that claims to be ours. */
  forge(): void {
    this.forged += 1
    this.#send({
      specversion: '1.0',
      id: `forged-${String(this.forged)}`,
      source: `iteron:${INSTALLATION}/${this.#random.pick(Object.keys(EMITS))}`,
      type: 'F',
      ...this.#falseClaims(),
    })
  }

  cancelJob(host: Host): void {
    const { records, processes } = this.#world
    const open = records.jobs().filter((job) => !isClosed(job.state))
    const live = open.filter((job) => isLive(job.state))
    const ended = live.filter((job) => !processes.runs(attemptId(job.id, job.attempt)))
    const job = [ended, live, open].find((some) => some.length > 0)
    if (job !== undefined)
      this.#do(host, (catalog) => catalog.jobs.cancel(this.#random.pick(job).id, 'by hand'))
  }

  /** An outside event, or the root of a join, under which something goes on. */
  cancelTree(host: Host): void {
    const { records } = this.#world
    const busy = new Set(
      records.jobs().flatMap((job) => (isClosed(job.state) ? [] : [...job.scopes, job.root])),
    )
    const roots = records
      .events()
      .filter((event) => busy.has(event.id) && (event.job === undefined || event.type === 'N'))
    if (roots.length > 0)
      this.#do(host, (catalog) => catalog.jobs.cancelTree(this.#random.pick(roots).id, 'by hand'))
  }

  redrive(host: Host): void {
    const failed = this.#world.records.jobs().filter((job) => job.state === 'failed')
    if (failed.length > 0)
      this.#do(host, (catalog) => catalog.jobs.redrive(this.#random.pick(failed).id, 'by hand'))
  }

  discard(host: Host): void {
    const failed = this.#world.records.jobs().filter((job) => job.state === 'failed')
    if (failed.length > 0)
      this.#do(host, (catalog) => catalog.jobs.discard(this.#random.pick(failed).id, 'by hand'))
  }

  /** Pauses, resumes or creates a module. */
  changeModule(host: Host): void {
    if (this.#world.modules.has('late') || this.#random.chance(0.5)) {
      const name = this.#random.pick(['a', 'd', 'e', 'n', 'K'])
      if (this.#paused.delete(name)) this.#do(host, (catalog) => catalog.modules.resume(name))
      else {
        this.#paused.add(name)
        this.#do(host, (catalog) => catalog.modules.pause(name))
      }
      return
    }
    this.#world.modules.set('late', '')
    this.#do(host, async (catalog) => {
      const { id } = await catalog.modules.create({ spec: lateSpec() })
      this.#world.modules.set('late', id)
      this.lateCreated = this.#world.step
    })
  }

  resumeModules(host: Host): void {
    for (const name of ['a', 'd', 'e', 'n', 'K'])
      if (this.#isPaused(name)) this.#do(host, (catalog) => catalog.modules.resume(name))
  }

  get anyPaused(): boolean {
    return ['a', 'd', 'e', 'n', 'K'].some((name) => this.#isPaused(name))
  }

  #isPaused(name: string): boolean {
    const id = this.#world.modules.get(name) ?? ''
    const module = this.#world.records.of('modules').get(id) as { state?: string } | undefined
    return module?.state === 'paused'
  }

  /** By way of a dispatcher's own process, or of another one beside it. */
  #do(host: Host, act: (catalog: Catalog) => Promise<unknown>): void {
    const world = this.#world
    const { exclusive } = world.scenario.mode
    const party = exclusive ? host.party : world.outside
    const signals = exclusive || this.#random.chance(0.5) ? host.signals : new Signals()
    const store = signalling(new GatedStore(world, party), signals)
    const ids = { random: () => this.#random.hex(), jitter: () => this.#random.next() }
    const clock = world.time.clockOf(party)
    const catalog = new Catalog({ store, clock, ids, signals, installation: INSTALLATION })
    act(catalog).catch((error: unknown) => {
      if (!isIteronError(error)) world.problem('an operation failed', String(error))
    })
  }

  #send(event: CloudEvent): void {
    this.#world.note(`publish ${event.type} ${event.source} ${event.id}`)
    this.#world.changedAt = this.#world.time.now
    void this.#world.bus.publish([event])
  }

  #falseClaims(): Partial<CloudEvent> {
    const other = this.#world.records.events()[0]
    if (other === undefined) return {}
    return { causationid: other.eventId, scopes: [other.id], root: other.root, jobid: 'nobody' }
  }

  #ownEnvelope(): CloudEvent | undefined {
    const own = this.#world.records.events().filter((event) => event.job !== undefined)
    if (own.length === 0) return undefined
    const { eventId, source, type } = this.#random.pick(own)
    return { specversion: '1.0', id: eventId, source, type, data: { other: 'content' } }
  }
}
