import type { Service } from '../core/lifecycle.ts'
import { checkEvent } from '../core/model/check-event.ts'
import type { CloudEvent } from '../core/model/cloud-event.ts'
import type { EventRecord } from '../core/model/event.ts'
import { eventKey, isOwnSource } from '../core/model/identity.ts'
import { messageOf } from '../core/errors.ts'
import { isNoRoom } from '../core/policies/no-room.ts'
import type { Delivery } from '../core/ports/event-bus.ts'
import { acceptEvent, EventRefusal, refusalOf } from './accept-event.ts'
import { GROUP, type DispatcherContext } from './context.ts'
import type { Router } from './router.ts'

/** Enough to share a transaction; with more, events that come in a burst are accepted at half the rate meanwhile. */
const PREFETCH = 128
const RETRY_MS = 1000
const MAX_RETRY_MS = 60_000

/** Reads deliveries, records each event with its jobs, and only then settles the delivery. */
export class Intake implements Service {
  readonly #context: DispatcherContext
  readonly #router: Router
  readonly #stopping = new AbortController()
  #reading: Promise<void> | undefined

  constructor(context: DispatcherContext, router: Router) {
    this.#context = context
    this.#router = router
  }

  start(): Promise<void> {
    this.#reading ??= this.#read()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#reading
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  async #read(): Promise<void> {
    const { signal } = this.#stopping
    while (!this.#isStopping()) {
      try {
        for await (const deliveries of this.#context.bus.subscribe(GROUP, { prefetch: PREFETCH, signal })) {
          await Promise.all(deliveries.map((delivery) => this.take(delivery)))
        }
      } catch (error) {
        if (this.#isStopping()) return
        this.#context.log.error({ error: messageOf(error) }, 'the bus can not be read; trying again')
        await this.#context.clock.sleep(RETRY_MS, signal)
      }
    }
  }

  /** One delivery: I1 to I4, then settled; while the store is full, it is held. Never rejects. */
  async take(delivery: Delivery): Promise<void> {
    await this.#context.room
      .whileFull(() => this.#take(delivery), this.#stopping.signal)
      .catch((error: unknown) => {
        // Not settled: the bus delivers it again.
        this.#context.log.warn({ error: messageOf(error) }, 'a delivery could not be settled')
      })
  }

  async #take(delivery: Delivery): Promise<void> {
    try {
      if (delivery.event === undefined) {
        await delivery.deadLetter(delivery.problem ?? 'the message could not be read')
        return
      }
      await this.#handle(delivery.event, delivery.acceptedAt)
      await delivery.complete()
    } catch (error) {
      if (isNoRoom(error)) throw error
      await this.#refuse(delivery, error)
    }
  }

  async #handle(envelope: CloudEvent, acceptedAt: number): Promise<void> {
    const known = await this.#known(envelope)
    if (known?.state === 'handled') return
    if (known !== undefined) {
      await this.#router.route(known)
      return
    }
    const event = await acceptEvent(this.#context, envelope, acceptedAt).catch((error: unknown) =>
      this.#takenBefore(envelope, error),
    )
    const row = await this.#router.route(event)
    if (row.fingerprint !== event.fingerprint && row.redriveOf === undefined) await this.#recordConflict(row)
  }

  /** An event of our own was inserted before it was published: the row decides, not the message. */
  #known(envelope: CloudEvent): Promise<EventRecord | undefined> {
    const { catalog } = this.#context
    if (typeof envelope.source !== 'string' || typeof envelope.id !== 'string')
      return Promise.resolve(undefined)
    return isOwnSource(catalog.context.installation, envelope.source)
      ? catalog.events.get(eventKey(envelope.source, envelope.id))
      : Promise.resolve(undefined)
  }

  /**
   * What was recorded stays so, even when the message couldn't be taken any more: its artifact may be deleted by now.
   */
  async #takenBefore(envelope: CloudEvent, error: unknown): Promise<EventRecord> {
    const isKnowable = error instanceof EventRefusal && checkEvent(envelope).success
    const row = isKnowable
      ? await this.#context.catalog.events.get(eventKey(envelope.source, envelope.id))
      : undefined
    if (row === undefined) throw error
    return row
  }

  /** The first content of an id wins; that another came is recorded and shown. */
  async #recordConflict(event: EventRecord): Promise<void> {
    await this.#context.store.batch([
      { kind: 'update', collection: 'events', id: event.id, change: { increment: { conflicts: 1 } } },
    ])
    this.#context.log.warn(
      { event: event.eventId, source: event.source },
      'an event came again with the same id and other content',
    )
  }

  async #refuse(delivery: Delivery, error: unknown): Promise<void> {
    const refusal = refusalOf(error)
    if (refusal !== undefined) {
      await delivery.deadLetter(refusal)
      return
    }
    const afterMs = Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** Math.min(10, delivery.deliveryCount - 1))
    this.#context.log.warn(
      { error: messageOf(error), afterMs },
      'an event could not be recorded; it comes again',
    )
    await delivery.retry(afterMs)
  }
}
