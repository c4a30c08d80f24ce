import type { AttemptTask } from '../../core/model/attempt-task.ts'
import type { EventRecord } from '../../core/model/event.ts'
import { isClosed, isLive, JOB_TRANSITIONS } from '../../core/model/transition.ts'
import type { JobRecord } from '../../core/model/job.ts'
import type { Document } from '../../core/ports/document-store.ts'
import { rootsOf } from '../../core/protocol/cancel.ts'
import { openNodes } from './open-nodes.ts'
import type { World } from './world.ts'

/** Fields of an event that nobody may change once they are there. */
const FIXED = [
  'type',
  'source',
  'data',
  'fingerprint',
  'scopes',
  'root',
  'routes',
  'children',
  'ownChildren',
] as const

/** What a tombstone lacks. */
const GO: readonly string[] = ['data', 'routes']

/** What must hold at every moment: looked at with each write, and with each module that begins. */
export class Invariants {
  readonly #world: World
  /** Steps at which the current attempt of a job was claimed, and a root was marked. */
  readonly #claimed = new Map<string, number>()
  readonly #marked = new Map<string, number>()
  readonly #commits = new Map<string, number>()
  /** Steps at which an event was first recorded. */
  readonly inserted = new Map<string, number>()

  constructor(world: World) {
    this.#world = world
    world.records.observe((collection, before, after) => {
      this.#changed(collection, before, after)
    })
    world.processes.started.push((task) => {
      this.#begun(task)
    })
  }

  #changed(collection: string, before: Document | undefined, after: Document | undefined): void {
    if (!isBeat(collection, before, after)) this.#world.changedAt = this.#world.time.now
    if (collection !== 'events' && collection !== 'jobs') return
    if (after === undefined) this.#world.problem('an event or a job is gone', before?.id ?? '')
    else if (collection === 'events') this.#event(before as EventRecord | undefined, after as EventRecord)
    else if (before !== undefined) this.#job(before as JobRecord, after as JobRecord)
  }

  #event(before: EventRecord | undefined, after: EventRecord): void {
    if (before === undefined) this.inserted.set(after.id, this.#world.step)
    else this.#eventStays(before, after)
    if (after.cancelledAt !== undefined && !this.#marked.has(after.id))
      this.#marked.set(after.id, this.#world.step)
  }

  #eventStays(before: EventRecord, after: EventRecord): void {
    const left = after.expiredAt === undefined ? [] : GO
    for (const field of FIXED) {
      if (left.includes(field)) continue
      if (before[field] !== undefined && JSON.stringify(before[field]) !== JSON.stringify(after[field]))
        this.#world.problem('what is fixed in an event was changed', `${field} of ${after.id}`)
    }
    const order = ['pending', 'routed', 'handled']
    if (order.indexOf(after.state) < order.indexOf(before.state))
      this.#world.problem('an event went back', `${after.id}: ${before.state} to ${after.state}`)
  }

  #job(before: JobRecord, after: JobRecord): void {
    if (isClosed(before.state)) this.#closedStays(before, after)
    if (before.state === after.state) return
    this.#world.note(`  job ${after.moduleName} ${after.id.slice(0, 6)}: ${before.state} to ${after.state}`)
    this.#legal(before, after)
    if (after.state === 'preparing') this.#claimed.set(after.id, this.#world.step)
    if (after.state === 'succeeded') this.#committed(before, after)
    if (before.state === 'waiting' && after.state === 'queued' && before.dueAt === undefined)
      this.#joinQueued(after)
  }

  #closedStays(before: JobRecord, after: JobRecord): void {
    if (!sameBut(before, after, ['relayed', 'relayedAt', 'updatedAt', 'holds', 'owner', 'beat', 'expiredAt']))
      this.#world.problem('a closed job was changed', `${before.id}: ${before.state} to ${after.state}`)
  }

  #legal(before: JobRecord, after: JobRecord): void {
    const steps: readonly object[] = Object.values(JOB_TRANSITIONS)
    const legal = steps.some((step) => (step as Record<string, string>)[before.state] === after.state)
    if (!legal)
      this.#world.problem('no such change of a job', `${after.id}: ${before.state} to ${after.state}`)
    if (after.attempt < before.attempt) this.#world.problem('the attempts of a job went back', after.id)
    if (after.state === 'preparing' && before.holds !== undefined)
      this.#world.problem('a job was claimed while a former attempt held its limits', after.id)
  }

  #committed(before: JobRecord, after: JobRecord): void {
    const commits = (this.#commits.get(after.id) ?? 0) + 1
    this.#commits.set(after.id, commits)
    if (commits > 1) this.#world.problem('a job committed twice', after.id)
    if (!isLive(before.state) || after.committed !== before.attempt)
      this.#world.problem(
        'an attempt committed that was not the current one',
        `${after.id}: ${String(after.committed)} of ${String(before.attempt)}, ${before.state}`,
      )
  }

  #joinQueued(join: JobRecord): void {
    if (join.join === undefined) return
    const { records } = this.#world
    const open = openNodes(records, join.event)
    if (open.length > 0)
      this.#world.problem('a join was queued early', `${join.moduleName} ${join.id}: ${open.join(', ')}`)
    if (join.join !== 'all') return
    const missing = records
      .jobs()
      .filter((job) => job.state === 'discarded' && job.scopes.includes(join.event))
      .filter((job) => {
        const by = records.job(/^the join \w+ \((\w+)\)/.exec(job.reason ?? '')?.[1] ?? '')
        return by !== undefined && (join.scopes.includes(by.event) || by.event === join.event)
      })
    if (missing.length > 0)
      this.#world.problem(
        'an `all` join was queued on a set that another join had made incomplete',
        `${join.id}: ${missing.map((job) => job.id).join(', ')}`,
      )
  }

  /** A mark that stood before the claim keeps all that is under it from beginning. */
  #begun(task: AttemptTask): void {
    const job = this.#world.records.job(task.job)
    if (job === undefined) return
    const current = job.attempt === task.number && job.holds === job.token && isLive(job.state)
    if (!current && job.attempt !== task.number)
      this.#world.problem('a module began for an attempt that is over', `${job.moduleName} ${task.id}`)
    const claimed = this.#claimed.get(job.id) ?? 0
    const marked = rootsOf(job).find((root) => (this.#marked.get(root) ?? Infinity) < claimed)
    if (marked !== undefined)
      this.#world.problem('a module began in a cancelled tree', `${job.moduleName} ${job.id} under ${marked}`)
  }
}

function isBeat(collection: string, before: Document | undefined, after: Document | undefined): boolean {
  return collection === 'pins' || (collection === 'jobs' && sameBut(before, after, ['beat']))
}

function sameBut(before: object | undefined, after: object | undefined, fields: readonly string[]): boolean {
  if (before === undefined || after === undefined) return false
  const a = before as Readonly<Record<string, unknown>>
  const b = after as Readonly<Record<string, unknown>>
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every(
    (name) => fields.includes(name) || a[name] === b[name] || isSameJson(a[name], b[name]),
  )
}

function isSameJson(a: unknown, b: unknown): boolean {
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b)
}
