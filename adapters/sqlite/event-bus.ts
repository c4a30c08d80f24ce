import { checkSubscribe, checkTopic, closedBus, encodeEvent } from '../../core/model/bus-rules.ts'
import type { CloudEvent } from '../../core/model/cloud-event.ts'
import { deliveryOf, DeliveryStream, type Settling } from '../../core/policies/delivery-stream.ts'
import type { Clock } from '../../core/ports/clock.ts'
import type {
  BusStats,
  DeadLetter,
  Delivery,
  EventBus,
  EventBusCapabilities,
  SubscribeOptions,
} from '../../core/ports/event-bus.ts'
import type { DeadRow } from './bus-reads.ts'
import { DueTimer } from './due-timer.ts'
import type { Delivered, WriteRequest } from './requests.ts'
import type { BusListener, SqliteFile } from './sqlite-file.ts'

const MOST_ENSURED = 10_000

/** Events in the folder's database. Closing it leaves the file open. */
export function sqliteEventBus(file: SqliteFile, clock: Clock): EventBus {
  return new SqliteEventBus(file, clock)
}

class SqliteEventBus implements EventBus {
  readonly capabilities: EventBusCapabilities = { internal: true, maxMessageBytes: 131_072 }
  readonly #file: SqliteFile
  readonly #clock: Clock
  readonly #streams = new Map<number, DeliveryStream>()
  readonly #running = new Set<Promise<unknown>>()
  readonly #timer: DueTimer
  readonly #listener: BusListener
  /** Topics, each with its group, that are known to be there: none ever goes. */
  readonly #ensured = new Set<string>()
  #isOpen = false

  constructor(file: SqliteFile, clock: Clock) {
    this.#file = file
    this.#clock = clock
    this.#timer = new DueTimer(
      clock,
      (at) => void this.#write({ kind: 'wake', now: Math.max(at, clock.now()) }).catch(ignore),
    )
    this.#listener = {
      deliver: (reader, messages) =>
        this.#streams.get(reader)?.push(messages.map((one) => this.#delivery(reader, one))),
      due: (at) => {
        this.#timer.set(this.#streams.size === 0 ? null : at)
      },
      fail: (error) => {
        for (const stream of this.#streams.values()) stream.end(error)
      },
    }
  }

  open(): Promise<void> {
    if (!this.#isOpen) this.#file.listen(this.#listener)
    this.#isOpen = true
    return Promise.resolve()
  }

  async ensureTopics(topics: readonly string[], group: string): Promise<void> {
    this.#checkOpen()
    topics.forEach(checkTopic)
    const fresh = topics.filter((topic) => !this.#ensured.has(`${group}\0${topic}`))
    if (fresh.length === 0) return
    await this.#write({ kind: 'ensureTopics', topics: fresh, group })
    if (this.#ensured.size + fresh.length > MOST_ENSURED) this.#ensured.clear()
    for (const topic of fresh) this.#ensured.add(`${group}\0${topic}`)
  }

  async publish(events: readonly CloudEvent[]): Promise<void> {
    this.#checkOpen()
    const encoded = events.map(
      (event) => [event.type, encodeEvent(event, this.capabilities.maxMessageBytes)] as const,
    )
    await this.#write({ kind: 'publish', events: encoded, now: this.#clock.now() })
  }

  subscribe(group: string, options: SubscribeOptions): AsyncIterable<Delivery[]> {
    checkSubscribe(options)
    return { [Symbol.asyncIterator]: () => this.#join(group, options) }
  }

  async peek(group: string, limit: number): Promise<CloudEvent[]> {
    this.#checkOpen()
    return JSON.parse(
      await this.#run(this.#file.read<string>({ kind: 'peek', group, limit })),
    ) as CloudEvent[]
  }

  async deadLetters(group: string, limit: number, after?: string): Promise<DeadLetter[]> {
    this.#checkOpen()
    const rows = await this.#run(this.#file.read<DeadRow[]>({ kind: 'deadLetters', group, limit, after }))
    return rows.map(([id, topic, reason, at, event]) => ({
      id: String(id),
      topic,
      group,
      reason: JSON.parse(reason) as string,
      at,
      event: JSON.parse(event) as CloudEvent,
    }))
  }

  async settleDeadLetter(group: string, id: string, how: 'redrive' | 'discard'): Promise<void> {
    this.#checkOpen()
    await this.#write({ kind: 'settleDeadLetter', group, id, how, now: this.#clock.now() })
  }

  async stats(group: string): Promise<BusStats> {
    this.#checkOpen()
    return this.#run(this.#file.read<BusStats>({ kind: 'stats', group }))
  }

  async close(): Promise<void> {
    for (const reader of [...this.#streams.keys()]) this.#leave(reader)
    this.#isOpen = false
    this.#timer.set(null)
    await Promise.allSettled(this.#running)
    this.#file.unlisten(this.#listener)
  }

  #join(group: string, { prefetch, signal }: SubscribeOptions): DeliveryStream {
    const reader = this.#file.newReader()
    const stream = new DeliveryStream(() => {
      this.#leave(reader)
    })
    if (!this.#isOpen || signal.aborted) {
      stream.end(this.#isOpen ? undefined : closedBus())
      return stream
    }
    this.#streams.set(reader, stream)
    signal.addEventListener(
      'abort',
      () => {
        this.#leave(reader)
      },
      { once: true },
    )
    this.#write({ kind: 'join', reader, group, prefetch, now: this.#clock.now() }).catch((error: unknown) => {
      this.#streams.delete(reader)
      stream.end(error)
    })
    return stream
  }

  #leave(reader: number): void {
    const stream = this.#streams.get(reader)
    if (stream === undefined) return
    this.#streams.delete(reader)
    stream.end()
    // A failure is the file's end, which is told to everyone; what the reader held is ready again when it opens.
    this.#write({ kind: 'leave', reader, now: this.#clock.now() }).catch(ignore)
  }

  #delivery(reader: number, [seq, count, acceptedAt, event]: Delivered): Delivery {
    const message = { event: JSON.parse(event) as CloudEvent, deliveryCount: count, acceptedAt }
    return deliveryOf(message, async (settling: Settling) => {
      this.#checkOpen()
      await this.#write({ kind: 'settle', reader, seq, count, settling, now: this.#clock.now() })
    })
  }

  #checkOpen(): void {
    if (!this.#isOpen) throw closedBus()
  }

  #write(request: WriteRequest): Promise<unknown> {
    return this.#run(this.#file.write(request))
  }

  #run<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work)
    return work.finally(() => this.#running.delete(work))
  }
}

function ignore(): void {
  // see where it is used
}
