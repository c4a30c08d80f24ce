import { afterEach } from '@jest/globals'
import type { CloudEvent } from '../../../core/model/cloud-event.ts'
import type { Delivery, EventBus } from '../../../core/ports/event-bus.ts'

const LIMIT_MS = 15_000

export interface BusUnderTest {
  /** Over new and empty data, not yet opened. */
  readonly bus: EventBus
  /** Lets time pass for the bus: moves its clock, or waits where the clock is a server's. */
  readonly advance: (ms: number) => Promise<void>
  /** Closes the handle in use, and gives one over the same data that isn't opened. */
  reopen(): Promise<EventBus>
  /** Closes and removes everything. */
  dispose(): Promise<void>
  /** Puts bytes that are no event into a topic, where that is possible from outside. */
  readonly publishRaw?: (topic: string, bytes: Uint8Array) => Promise<void>
}

export interface EventBusHarness {
  create(): Promise<BusUnderTest>
}

/** Gives each test of the block its own opened bus, with the topics `a` and `b` for group `g`. */
export function useBus(harness: EventBusHarness): () => Promise<BusUnderTest> {
  const made: BusUnderTest[] = []
  afterEach(async () => {
    for (const subject of made.splice(0)) await subject.dispose()
  })
  return async () => {
    const subject = await harness.create()
    made.push(subject)
    await subject.bus.open()
    await subject.bus.ensureTopics(['a', 'b'], 'g')
    return subject
  }
}

export function event(id: string, type = 'a', data: CloudEvent['data'] = { n: 1 }): CloudEvent {
  return { specversion: '1.0', id, source: 'test', type, data }
}

export function events(count: number, type = 'a'): CloudEvent[] {
  return Array.from({ length: count }, (_, n) => event(`e${String(n).padStart(5, '0')}`, type))
}

/** Reads a subscription in the background and hands over what came. */
export class Reader {
  readonly ended: Promise<void>
  readonly #controller = new AbortController()
  readonly #arrived: Delivery[] = []
  #batches = 0
  #wake: () => void = () => undefined

  constructor(bus: EventBus, group = 'g', prefetch = 100) {
    this.ended = this.#read(bus.subscribe(group, { prefetch, signal: this.#controller.signal }))
  }

  /** Deliveries that came and were not taken. */
  get waiting(): number {
    return this.#arrived.length
  }

  get emptyBatches(): number {
    return this.#batches
  }

  /** The next `n` deliveries; rejects when they don't come. */
  async take(n: number): Promise<Delivery[]> {
    const limit = AbortSignal.timeout(LIMIT_MS)
    while (this.#arrived.length < n) {
      if (limit.aborted)
        throw new Error(`only ${String(this.#arrived.length)} of ${String(n)} deliveries came`)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        limit.addEventListener('abort', () => {
          resolve()
        })
      })
    }
    return this.#arrived.splice(0, n)
  }

  async one(): Promise<Delivery> {
    return (await this.take(1))[0]!
  }

  /** Ends the subscription and waits for the end. */
  async abort(): Promise<void> {
    this.#controller.abort()
    await this.ended
  }

  async #read(stream: AsyncIterable<Delivery[]>): Promise<void> {
    for await (const batch of stream) {
      if (batch.length === 0) this.#batches += 1
      this.#arrived.push(...batch)
      this.#wake()
    }
  }
}

export function idsOf(deliveries: readonly Delivery[]): string[] {
  return deliveries.map((delivery) => delivery.event?.id ?? '')
}

/** Gives what is under way the chance to arrive: a round trip to the bus, then what it called up. */
export async function settle(bus: EventBus): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await bus.publish([])
    await bus.stats('g')
    await new Promise((resolve) => setImmediate(resolve))
  }
}
