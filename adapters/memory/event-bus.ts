import { checkSubscribe, checkTopic, closedBus, encodeEvent } from '../../core/model/bus-rules.ts'
import type { CloudEvent } from '../../core/model/cloud-event.ts'
import { DeliveryStream } from '../../core/policies/delivery-stream.ts'
import type { Clock } from '../../core/ports/clock.ts'
import type {
  BusStats,
  DeadLetter,
  Delivery,
  EventBus,
  EventBusCapabilities,
  SubscribeOptions,
} from '../../core/ports/event-bus.ts'
import { frozenCopy } from './frozen-copy.ts'
import { Group } from './group.ts'

export interface MemoryEventBusOptions {
  /** Default: 131072. */
  readonly maxMessageBytes?: number
}

/** Events in this process's memory, frozen. They last as long as the object: `close` and `open` keep them. */
export function memoryEventBus(clock: Clock, options: MemoryEventBusOptions = {}): EventBus {
  return new MemoryEventBus(clock, options.maxMessageBytes ?? 131_072)
}

class MemoryEventBus implements EventBus {
  readonly capabilities: EventBusCapabilities
  readonly #clock: Clock
  readonly #groups = new Map<string, Group>()
  #seq = 0
  #closing: AbortController | undefined

  constructor(clock: Clock, maxMessageBytes: number) {
    this.#clock = clock
    this.capabilities = { internal: true, maxMessageBytes }
  }

  open(): Promise<void> {
    this.#closing ??= new AbortController()
    return Promise.resolve()
  }

  async ensureTopics(topics: readonly string[], group: string): Promise<void> {
    await this.#opened()
    topics.forEach(checkTopic)
    for (const topic of topics) this.#group(group).topics.add(topic)
  }

  async publish(events: readonly CloudEvent[]): Promise<void> {
    await this.#opened()
    for (const event of events) encodeEvent(event, this.capabilities.maxMessageBytes)
    const acceptedAt = this.#clock.now()
    for (const event of events.map(frozenCopy)) {
      this.#seq += 1
      for (const group of this.#groups.values()) group.offer({ seq: this.#seq, event, acceptedAt })
    }
    for (const group of this.#groups.values()) group.pump()
  }

  subscribe(group: string, options: SubscribeOptions): AsyncIterable<Delivery[]> {
    checkSubscribe(options)
    return {
      [Symbol.asyncIterator]: () => {
        const closing = this.#closing?.signal
        const stream: DeliveryStream = new DeliveryStream(() => {
          this.#group(group).leave(stream)
        })
        if (closing === undefined) stream.end(closedBus())
        else this.#group(group).join(stream, options.prefetch, AbortSignal.any([options.signal, closing]))
        return stream
      },
    }
  }

  async peek(group: string, limit: number): Promise<CloudEvent[]> {
    await this.#opened()
    return this.#group(group).peek(limit)
  }

  async deadLetters(group: string, limit: number, after?: string): Promise<DeadLetter[]> {
    await this.#opened()
    return this.#group(group).deadLetters(limit, after)
  }

  async settleDeadLetter(group: string, id: string, how: 'redrive' | 'discard'): Promise<void> {
    await this.#opened()
    const { event } = this.#group(group).takeDeadLetter(id)
    if (how === 'discard' || event === undefined) return
    this.#seq += 1
    this.#group(group).accept({ seq: this.#seq, event, acceptedAt: this.#clock.now() })
    this.#group(group).pump()
  }

  async stats(group: string): Promise<BusStats> {
    await this.#opened()
    return this.#group(group).stats()
  }

  async close(): Promise<void> {
    this.#closing?.abort()
    this.#closing = undefined
    await Promise.resolve()
  }

  #group(name: string): Group {
    const isOpen = () => this.#closing !== undefined
    const group = this.#groups.get(name) ?? new Group(name, this.#clock, isOpen)
    this.#groups.set(name, group)
    return group
  }

  async #opened(): Promise<void> {
    await Promise.resolve()
    if (this.#closing === undefined) throw closedBus()
  }
}
