import type { CloudEvent } from '../model/cloud-event.ts'

/**
 * What a bus hands over: an event, or bytes that it could not read as one. Settled once; a second settling is refused
 * with FAILED_PRECONDITION.
 */
export interface Delivery {
  /** The event as published. Undefined if the message could not be parsed: then `raw` and `problem` say what came. */
  readonly event: CloudEvent | undefined
  readonly raw?: Uint8Array
  readonly problem?: string
  /** From 1; a message that comes again has a higher one. */
  readonly deliveryCount: number
  /** When the publisher's call was accepted, milliseconds since 1970. */
  readonly acceptedAt: number
  /** The message is done and won't come again. */
  complete(): Promise<void>
  /** The message comes again after `afterMs`, to anyone of the group. */
  retry(afterMs: number): Promise<void>
  /** The message goes to the group's dead letters with the reason. */
  deadLetter(reason: string): Promise<void>
}

export interface SubscribeOptions {
  /** Deliveries handed out and not yet settled, at most. Back-pressure: nothing beyond is read into memory. */
  readonly prefetch: number
  /** Ends the subscription: the iterator finishes, what wasn't settled comes again later. */
  readonly signal: AbortSignal
}

export interface DeadLetter {
  readonly id: string
  readonly topic: string
  readonly group: string
  readonly reason: string
  readonly at: number
  readonly event: CloudEvent | undefined
  /** The message's bytes as text when it couldn't be parsed, cut at 4 KiB. */
  readonly raw?: string
}

export interface BusStats {
  /** Messages that wait or are out for delivery. */
  readonly depth: number
  readonly deadLetters: number
}

export interface EventBusCapabilities {
  /** Only this process can publish to and read from this bus: nobody outside misses what isn't published on it. */
  readonly internal: boolean
  /** Largest message, bytes of the event as JSON. */
  readonly maxMessageBytes: number
}

/**
 * All topics of one group are read as one stream. A group gets each event once (again when it isn't settled), competing
 * readers share it.
 */
export interface EventBus {
  readonly capabilities: EventBusCapabilities

  /** Makes the bus ready. Idempotent. */
  open(): Promise<void>

  /**
   * Creates topics, and the group's subscription to each, that don't exist; what is published from then on reaches the
   * group. Idempotent.
   */
  ensureTopics(topics: readonly string[], group: string): Promise<void>

  /**
   * Returns when every event is durable; all or none. An event goes to the topic named by its `type`; a topic nobody
   * ensured is created. INVALID_ARGUMENT when one is above `maxMessageBytes`.
   */
  publish(events: readonly CloudEvent[]): Promise<void>

  /**
   * Deliveries of all of the group's topics (also ones ensured later), in batches as they come: an array is never
   * empty.
   */
  subscribe(group: string, options: SubscribeOptions): AsyncIterable<Delivery[]>

  /** The oldest messages waiting, without taking them. */
  peek(group: string, limit: number): Promise<CloudEvent[]>

  /** The group's dead letters, oldest first, after the given id. */
  deadLetters(group: string, limit: number, after?: string): Promise<DeadLetter[]>

  /**
   * Takes dead letters away: published anew (`redrive`) or forgotten (`discard`). NOT_FOUND for an unknown id; one that
   * couldn't be parsed can't be redriven: FAILED_PRECONDITION.
   */
  settleDeadLetter(group: string, id: string, how: 'redrive' | 'discard'): Promise<void>

  stats(group: string): Promise<BusStats>

  /** Ends the subscriptions and releases the bus. Idempotent. */
  close(): Promise<void>
}
