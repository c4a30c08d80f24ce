import { messageOf } from '../core/errors.ts'
import { backoffMs } from '../core/model/failure.ts'
import { isNoRoom } from '../core/policies/no-room.ts'
import type { BlobStore } from '../core/ports/blob-store.ts'
import type { Clock } from '../core/ports/clock.ts'
import type { DocumentStore } from '../core/ports/document-store.ts'
import type { Log } from './log.ts'

export interface RoomOptions {
  readonly blobs: BlobStore
  readonly store: DocumentStore
  readonly clock: Clock
  readonly log: Log
}

/** What is written to see whether there is room again: enough for the files of many a job. Bytes. */
const PROBE_BYTES = 1024 * 1024
const PROBE_DOCUMENT_BYTES = 64 * 1024
const PROBE_KEY = 'room-probe'
/** Between two probes: soon after the first, seldom on a disk that stays full. Milliseconds. */
const PROBE_BACKOFF = { count: 0, initialMs: 500, factor: 1.5, maxMs: 5000 }
/** Between the tries of one who needs more room than the probe. Milliseconds. */
const TRY_BACKOFF = { count: 0, initialMs: 250, factor: 2, maxMs: 60_000 }
/** Whoever waits for room gives up after so long. Milliseconds. */
const MOST_MS = 24 * 3600 * 1000

/**
 * Whether the stores have room. When one hasn't, no job is started, and who has something to store waits here until a
 * probe could be written: the work of a module isn't thrown away because of a full disk.
 */
export class Room {
  readonly #options: RoomOptions
  readonly #stopping = new AbortController()
  readonly #listeners = new Set<() => void>()
  #problem: string | undefined
  #probing: Promise<void> | undefined

  constructor(options: RoomOptions) {
    this.#options = options
  }

  /** Why nothing can be stored now; undefined: as far as is known, it can. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** `opened` is called when there is room again. */
  listen(opened: () => void): void {
    this.#listeners.add(opened)
  }

  /** Something could not be stored. Other errors than those for want of room are of no interest here. */
  report(error: unknown): void {
    if (isNoRoom(error)) this.suspect(messageOf(error))
  }

  /** There may be no room: work is held up until the next probe. */
  suspect(why: string): void {
    if (this.#probing !== undefined || this.#stopping.signal.aborted) return
    this.#problem = why
    this.#options.log.error({ error: why }, 'no room to store anything: no job is started until there is')
    this.#probing = this.#untilRoom().finally(() => {
      this.#probing = undefined
    })
  }

  /**
   * Repeats the work until it isn't refused for want of room: what may be repeated only. Rejects with any other error
   * at once, and with this one when the signal is aborted or a day has passed.
   */
  async whileFull<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { clock } = this.#options
    const end = clock.monotonic() + MOST_MS
    for (let n = 1; ; n += 1) {
      try {
        return await work()
      } catch (error) {
        if (!isNoRoom(error) || signal?.aborted === true || clock.monotonic() >= end) throw error
        this.report(error)
        await clock.sleep(backoffMs(n, TRY_BACKOFF, 1), signal)
        await this.#opened(signal)
        if (this.#stopping.signal.aborted) throw error
      }
    }
  }

  /** Nothing is probed any more, and nobody waits. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#probing
  }

  async #opened(signal: AbortSignal | undefined): Promise<void> {
    const over = new AbortController()
    const aborted = new Promise<void>((resolve) => {
      signal?.addEventListener('abort', () => resolve(), { once: true, signal: over.signal })
    })
    if (signal?.aborted !== true) await Promise.race([this.#probing, aborted])
    over.abort()
  }

  async #untilRoom(): Promise<void> {
    const { clock, log } = this.#options
    const { signal } = this.#stopping
    for (let n = 1; !signal.aborted; n += 1) {
      await clock.sleep(backoffMs(n, PROBE_BACKOFF, 1), signal)
      if (!(await this.#probed())) continue
      this.#problem = undefined
      log.info({}, 'there is room again: work goes on')
      for (const opened of this.#listeners) opened()
      return
    }
  }

  async #probed(): Promise<boolean> {
    if (this.#stopping.signal.aborted) return false
    try {
      await this.#probe()
      return true
    } catch (error) {
      this.#problem = messageOf(error)
      return false
    }
  }

  /** Each write alone: a document that is inserted and deleted in one transaction needs no room. */
  async #probe(): Promise<void> {
    const { blobs, store } = this.#options
    const document = { id: PROBE_KEY, padding: ' '.repeat(PROBE_DOCUMENT_BYTES) }
    try {
      await blobs.put(PROBE_KEY, { bytes: Buffer.alloc(PROBE_BYTES) })
      await blobs.sync([PROBE_KEY])
      await store.batch([{ kind: 'insert', collection: 'meta', document, keep: true }])
      await store.batch([{ kind: 'delete', collection: 'meta', id: PROBE_KEY }])
    } finally {
      await blobs.delete([PROBE_KEY])
    }
  }
}
