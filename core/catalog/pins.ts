import { codeOf, IteronError } from '../errors.ts'
import { isNoRoom } from '../policies/no-room.ts'
import { all } from '../protocol/scope.ts'
import type { Clock, Ids } from '../ports/clock.ts'
import type { Document, DocumentStore } from '../ports/document-store.ts'

/**
 * As long as a pin is active nobody frees bytes that a record refers to, or did when the pin was set.
 *
 * Who frees bytes asks `PinObserver.active()` **after** it has read that nothing refers to them and before the write
 * that gives them up for good. Who reads at leisure sets a pin first and then reads what refers to bytes. So either the
 * one sees the pin, or the other doesn't see the reference. A pin of a process that died is removed once its heartbeat
 * hasn't moved for a lease, by the observer's own clock; its holder, should it still live, is told when it moves it next.
 */
export interface PinRecord extends Document {
  /** Who holds it, for people. */
  readonly purpose: string
  readonly since: number
  readonly beat: number
}

const COLLECTION = 'pins'

/** Longer than a process may be held up without losing its pin. */
export const PIN_LEASE_MS = 60_000
const BEATS_IN_A_LEASE = 6

type PinContext = { readonly store: DocumentStore; readonly clock: Clock; readonly ids: Ids }

/** Sets a pin, which counts when this resolves, and keeps it until it is released. */
export async function holdPin({ store, clock, ids }: PinContext, purpose: string): Promise<Pin> {
  const record: PinRecord = { id: ids.random(), purpose, since: clock.now(), beat: 0 }
  await store.batch([{ kind: 'insert', collection: COLLECTION, document: record }])
  return new Pin(store, clock, record.id)
}

/** A pin that is held. */
class Pin {
  readonly #store: DocumentStore
  readonly #id: string
  readonly #released = new AbortController()
  readonly #beating: Promise<void>

  constructor(store: DocumentStore, clock: Clock, id: string) {
    this.#store = store
    this.#id = id
    this.#beating = this.#beat(clock)
    this.#beating.catch(() => undefined)
  }

  /** Resolves when the signal is aborted; ABORTED if the pin is lost before. */
  async heldUntil(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })
    await Promise.race([aborted, this.#beating])
  }

  async release(): Promise<void> {
    this.#released.abort()
    await this.#beating.catch(() => undefined)
    await this.#store.batch([{ kind: 'delete', collection: COLLECTION, id: this.#id }])
  }

  async #beat(clock: Clock): Promise<void> {
    const { signal } = this.#released
    for (;;) {
      await clock.sleep(PIN_LEASE_MS / BEATS_IN_A_LEASE, signal)
      if (signal.aborted) return
      if (!(await this.#move())) throw lost()
    }
  }

  /** False if somebody has removed it. A store that is away or full for a moment is asked again at the next beat. */
  async #move(): Promise<boolean> {
    try {
      const change = { increment: { beat: 1 } }
      const { refused } = await this.#store.batch([
        { kind: 'update', collection: COLLECTION, id: this.#id, change },
      ])
      return refused === undefined
    } catch (error) {
      if (codeOf(error) === 'UNAVAILABLE' || isNoRoom(error)) return true
      throw error
    }
  }
}

/** Sees which pins live; one for as long as bytes are freed, for it must see that a heartbeat stands still. */
export class PinObserver {
  readonly #store: DocumentStore
  readonly #clock: Clock
  readonly #seen = new Map<string, { beat: number; at: number }>()

  constructor(store: DocumentStore, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /** The pins that count now. Those whose heartbeat stands still for a lease are removed. */
  async active(): Promise<PinRecord[]> {
    const pins = await all<PinRecord>(this.#store, COLLECTION, {})
    const active: PinRecord[] = []
    for (const pin of pins) if (this.#isFresh(pin) || !(await this.#remove(pin))) active.push(pin)
    const ids = new Set(pins.map(({ id }) => id))
    for (const id of this.#seen.keys()) if (!ids.has(id)) this.#seen.delete(id)
    return active
  }

  #isFresh({ id, beat }: PinRecord): boolean {
    const now = this.#clock.monotonic()
    const seen = this.#seen.get(id)
    if (seen?.beat === beat) return now - seen.at < PIN_LEASE_MS
    this.#seen.set(id, { beat, at: now })
    return true
  }

  /** False if it has moved after all. */
  async #remove({ id, beat }: PinRecord): Promise<boolean> {
    const { kept } = await this.#store.batch([
      { kind: 'delete', collection: COLLECTION, id, guard: { beat } },
    ])
    return kept.length === 0
  }
}

/** Where a store belongs to one process at a time, those of former processes end when it is opened. */
export async function dropFormerPins(store: DocumentStore): Promise<void> {
  if (!store.capabilities.exclusive) return
  const former = await all<PinRecord>(store, COLLECTION, {})
  await store.batch(former.map(({ id }) => ({ kind: 'delete', collection: COLLECTION, id })))
}

function lost(): IteronError {
  return new IteronError('ABORTED', 'the files are no longer held: this process stood still for too long', {
    hint: 'Run the command again: it goes on where it was.',
  })
}
