import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../protocol-model/random.ts'
import type { Carer } from './carer.ts'
import type { Gate } from './gate.ts'
import { KINDS, type KindName } from './kinds.ts'
import { kindOf, type Ledger, type Root } from './ledger.ts'
import type { ServerLink } from './server-link.ts'

const OPEN = ['queued', 'waiting', 'preparing', 'running', 'committing']
const ENDED = ['succeeded', 'failed', 'cancelled', 'discarded']
const TICK_MS = 200
const ONE_CALL = 50
const BURST = 15
/** Jobs that are open at once while the peak is measured. */
const SATURATED = 60
/** At half of peak so much work may have piled up before publishing holds back, seconds of it. */
const HELD_BACK_S = 20
const LEAST_CAP = 100
const COUNTED = 1000

export interface LoadOptions {
  readonly link: ServerLink
  readonly gate: Gate
  readonly ledger: Ledger
  readonly random: Random
  readonly carer: Carer
  /** An artifact whose file `shared` events may name. */
  readonly shared: string
}

/** Publishes outside events of all kinds, at a rate, and cares for those that need somebody. */
export class Load {
  /** Jobs that were open when last counted. */
  open = 0
  /** Milliseconds in which publishing held back. */
  heldMs = 0
  readonly #options: LoadOptions
  #count = 0

  constructor(options: LoadOptions) {
    this.#options = options
  }

  /** Jobs that have come to their end. */
  get done(): number {
    return this.#options.ledger.jobs - this.open
  }

  /** The most jobs a second that are worked through, measured for so long. */
  async peak(forMs: number): Promise<number> {
    const from = performance.now()
    const before = await this.#finished()
    while (performance.now() - from < forMs) {
      await this.count()
      const more: KindName[] = []
      for (let jobs = this.open; jobs < SATURATED; jobs += kindOf(more.at(-1)!).jobs) more.push(this.#pick())
      await this.publish(more)
      await pause(TICK_MS / 4)
    }
    return (((await this.#finished()) - before) * 1000) / (performance.now() - from)
  }

  /** Publishes what leads to so many jobs a second, until it is told to stop. */
  async run(rate: number, signal: AbortSignal): Promise<void> {
    const cap = Math.min(COUNTED - 1, Math.max(LEAST_CAP, rate * HELD_BACK_S))
    let credit = 0
    let last = performance.now()
    while (!signal.aborted) {
      const now = performance.now()
      const passed = Math.min(now - last, 5 * TICK_MS) // what was missed while it stood still isn't made up for
      last = now
      await this.count()
      if (this.open < cap) credit += (passed * rate) / 1000
      else this.heldMs += passed
      const more: KindName[] = []
      for (; credit > 0; credit -= kindOf(more.at(-1)!).jobs) more.push(this.#pick())
      await this.#options.gate.through(() => this.publish(more))
      this.#options.gate.check()
      await pause(TICK_MS)
    }
  }

  /** Publishes an event of each kind; `files` overrides what it names. */
  async publish(kinds: readonly KindName[], files?: readonly { artifact: string; path: string }[]) {
    const entries = kinds.map((kind) => ({ kind, name: `${kind}-${(this.#count += 1)}` }))
    const roots: Root[] = []
    for (let from = 0; from < entries.length; from += ONE_CALL) {
      const some = entries.slice(from, from + ONE_CALL)
      const events = some.map(({ kind, name }) => this.#event(kind, name, files))
      const answer = await this.#options.link.call((client) =>
        client.call('events', 'PublishEvents', { events }),
      )
      roots.push(
        ...some.map((entry, index) => ({
          ...entry,
          key: answer.events[index]!.key,
          event: events[index]!,
        })),
      )
    }
    for (const root of roots) {
      this.#options.ledger.enter(root)
      if (kindOf(root.kind).care !== undefined) this.#options.gate.track(this.#options.carer.care(root))
    }
    return roots
  }

  /** Publishes some at once, so that there is work in every stage. */
  async burst(): Promise<void> {
    await this.publish(Array.from({ length: BURST }, () => this.#pick()))
  }

  /** Counts the open jobs, up to a thousand. */
  async count(): Promise<number> {
    const { jobs } = await this.#options.link.call((client) =>
      client.call('jobs', 'ListJobs', { states: OPEN, pageSize: COUNTED }),
    )
    return (this.open = jobs.length)
  }

  /** Jobs that have ended, as the server counts them: what is published may have jobs to come. */
  async #finished(): Promise<number> {
    const { jobsByState } = await this.#options.link.call((client) =>
      client.call('server', 'GetStatistics', {}),
    )
    return ENDED.reduce((sum, state) => sum + (jobsByState[state] ?? 0), 0)
  }

  #event(kind: KindName, name: string, files?: readonly { artifact: string; path: string }[]) {
    const shared = kindOf(kind).file === true ? [{ artifact: this.#options.shared, path: 'shared' }] : []
    return {
      type: `soak.${kind}`,
      id: name,
      source: 'soak-test',
      time: '2026-01-01T00:00:00Z', // published again, it must be the same event
      dataJson: JSON.stringify({ name }),
      files: [...(files ?? shared)],
    }
  }

  #pick(): KindName {
    const names = Object.keys(KINDS) as KindName[]
    const sum = names.reduce((all, name) => all + kindOf(name).weight, 0)
    let at = this.#options.random.next() * sum
    return names.find((name) => (at -= kindOf(name).weight) < 0) ?? 'note'
  }
}
