import { closedBus, unknownDeadLetter } from '../../core/model/bus-rules.ts'
import type { CloudEvent } from '../../core/model/cloud-event.ts'
import {
  deliveryOf,
  settledBefore,
  type DeliveryStream,
  type Settling,
} from '../../core/policies/delivery-stream.ts'
import type { Clock } from '../../core/ports/clock.ts'
import type { BusStats, DeadLetter, Delivery } from '../../core/ports/event-bus.ts'
import { ReadyQueue } from './ready-queue.ts'

export interface Accepted {
  readonly seq: number
  readonly event: CloudEvent
  readonly acceptedAt: number
}

interface Message extends Accepted {
  deliveryCount: number
}

interface Reader {
  readonly prefetch: number
  readonly out: Set<Message>
}

/** One group's messages: ready, delayed, out for delivery, or dead. */
export class Group {
  readonly topics = new Set<string>()
  readonly #name: string
  readonly #clock: Clock
  readonly #isOpen: () => boolean
  readonly #ready = new ReadyQueue<Message>()
  readonly #delayed = new Set<Message>()
  readonly #readers = new Map<DeliveryStream, Reader>()
  /** In the order in which they died; ids count them. */
  readonly #dead = new Map<string, DeadLetter>()
  #buried = 0

  constructor(name: string, clock: Clock, isOpen: () => boolean) {
    this.#name = name
    this.#clock = clock
    this.#isOpen = isOpen
  }

  /** Takes an event of one of the group's topics. */
  offer(accepted: Accepted): void {
    if (this.topics.has(accepted.event.type)) this.accept(accepted)
  }

  accept(accepted: Accepted): void {
    this.#ready.add({ ...accepted, deliveryCount: 0 })
  }

  join(stream: DeliveryStream, prefetch: number, signal: AbortSignal): void {
    if (signal.aborted) {
      stream.end()
      return
    }
    this.#readers.set(stream, { prefetch, out: new Set() })
    signal.addEventListener('abort', () => {
      this.leave(stream)
      stream.end()
    })
    this.pump()
  }

  /** Ends a reader; what it held comes again. */
  leave(stream: DeliveryStream): void {
    const reader = this.#readers.get(stream)
    if (reader === undefined) return
    this.#readers.delete(stream)
    for (const message of reader.out) this.#ready.add(message)
    reader.out.clear()
    if (this.#isOpen()) this.pump()
  }

  /** Shares what is ready among the readers that have room. */
  pump(): void {
    const hungry = [...this.#readers].filter(([, { out, prefetch }]) => out.size < prefetch)
    const share = Math.ceil(this.#ready.length / hungry.length)
    for (const [stream, reader] of hungry) {
      const messages = this.#ready.take(Math.min(share, reader.prefetch - reader.out.size))
      stream.push(messages.map((message) => this.#deliver(message, reader)))
    }
  }

  peek(limit: number): CloudEvent[] {
    const waiting = [...this.#ready.first(limit), ...this.#delayed].sort((a, b) => a.seq - b.seq)
    return waiting.slice(0, limit).map(({ event }) => event)
  }

  deadLetters(limit: number, after?: string): DeadLetter[] {
    const all = [...this.#dead.values()]
    return all.filter(({ id }) => after === undefined || Number(id) > Number(after)).slice(0, limit)
  }

  takeDeadLetter(id: string): DeadLetter {
    const letter = this.#dead.get(id)
    if (letter === undefined) throw unknownDeadLetter(this.#name, id)
    this.#dead.delete(id)
    return letter
  }

  stats(): BusStats {
    const out = [...this.#readers.values()].reduce((sum, reader) => sum + reader.out.size, 0)
    return { depth: this.#ready.length + this.#delayed.size + out, deadLetters: this.#dead.size }
  }

  #deliver(message: Message, reader: Reader): Delivery {
    message.deliveryCount += 1
    reader.out.add(message)
    const { event, acceptedAt, deliveryCount } = message
    return deliveryOf({ event, acceptedAt, deliveryCount }, async (settling) => {
      await Promise.resolve()
      if (!this.#isOpen()) throw closedBus()
      if (!reader.out.delete(message) && !this.#reclaim(message, deliveryCount)) throw settledBefore()
      this.#settle(message, settling)
      this.pump()
    })
  }

  /** A delivery whose reader left can still be settled until someone else gets the message. */
  #reclaim(message: Message, deliveryCount: number): boolean {
    return message.deliveryCount === deliveryCount && this.#ready.remove(message)
  }

  #settle(message: Message, settling: Settling): void {
    if (settling.how === 'deadLetter') this.#bury(message, settling.reason)
    if (settling.how !== 'retry') return
    if (settling.afterMs <= 0) this.#ready.add(message)
    else void this.#delay(message, settling.afterMs)
  }

  async #delay(message: Message, afterMs: number): Promise<void> {
    this.#delayed.add(message)
    await this.#clock.sleep(afterMs)
    this.#delayed.delete(message)
    this.#ready.add(message)
    if (this.#isOpen()) this.pump()
  }

  #bury({ event }: Message, reason: string): void {
    this.#buried += 1
    const [id, topic] = [String(this.#buried), event.type]
    this.#dead.set(id, { id, topic, group: this.#name, reason, at: this.#clock.now(), event })
  }
}
