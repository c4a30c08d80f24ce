import type { CloudEvent } from '../../core/model/cloud-event.ts'
import type { Delivery, EventBus, SubscribeOptions } from '../../core/ports/event-bus.ts'
import { never, type Party } from './party.ts'
import type { World } from './world.ts'

/** One process's way to the shared bus, which now and then loses what we publish ourselves. */
export class GatedBus implements EventBus {
  readonly capabilities: EventBus['capabilities']
  readonly #world: World
  readonly #party: Party
  readonly #mayDrop: () => boolean
  #leave = new AbortController()

  constructor(world: World, party: Party, mayDrop: () => boolean) {
    this.#world = world
    this.#party = party
    this.#mayDrop = mayDrop
    this.capabilities = { ...world.bus.capabilities, internal: world.scenario.mode.internal }
  }

  /** The connection is gone: what was delivered on it comes again. */
  disconnect(): void {
    this.#leave.abort()
    this.#leave = new AbortController()
  }

  async *subscribe(group: string, options: SubscribeOptions): AsyncGenerator<Delivery[]> {
    await this.#pass('subscribe')
    const signal = AbortSignal.any([options.signal, this.#leave.signal])
    for await (const deliveries of this.#world.bus.subscribe(group, { ...options, prefetch: 4, signal })) {
      if (this.#party.state === 'dead') await never()
      yield deliveries.map((delivery) => this.#gated(delivery))
    }
  }

  async publish(events: readonly CloudEvent[]): Promise<void> {
    await this.#pass(`publish ${String(events.length)}`)
    for (const event of events) {
      if (this.#mayDrop()) this.#world.note(`the bus drops ${event.id.slice(0, 6)}`)
      else await this.#world.bus.publish([event])
    }
    this.#world.wrote(this.#party, 'publish')
    await this.#pass('published')
  }

  open(): Promise<void> {
    return Promise.resolve()
  }

  ensureTopics(topics: readonly string[], group: string): Promise<void> {
    return this.#world.bus.ensureTopics(topics, group)
  }

  peek(group: string, limit: number): Promise<CloudEvent[]> {
    return this.#world.bus.peek(group, limit)
  }

  deadLetters(group: string, limit: number, after?: string) {
    return this.#world.bus.deadLetters(group, limit, after)
  }

  settleDeadLetter(group: string, id: string, how: 'redrive' | 'discard'): Promise<void> {
    return this.#world.bus.settleDeadLetter(group, id, how)
  }

  stats(group: string) {
    return this.#world.bus.stats(group)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  #gated(delivery: Delivery): Delivery {
    const settling = async (how: string, settle: () => Promise<void>) => {
      await this.#pass(`${how} ${delivery.event?.id.slice(0, 6) ?? ''}`)
      await settle()
      this.#world.changedAt = this.#world.time.now
    }
    return {
      ...delivery,
      complete: () => settling('complete', () => delivery.complete()),
      retry: (afterMs) => settling('retry', () => delivery.retry(afterMs)),
      deadLetter: (reason) => settling(`dead-letter (${reason})`, () => delivery.deadLetter(reason)),
    }
  }

  #pass(label: string): Promise<void> {
    return this.#world.gates.pass(this.#party, label)
  }
}
