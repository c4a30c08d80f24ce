import type { IteronError } from '../../core/errors.ts'
import { Channel } from './channel.ts'
import { makeDataFolder } from './data-file.ts'
import { NearReads } from './near-reads.ts'
import type { Delivered, FromWorker, ReadRequest, WorkerSettings, WriteRequest } from './requests.ts'

export interface SqliteOptions {
  /**
   * Called once when the database can't go on: all calls reject from then on, the process should end and start again.
   */
  readonly onFatal?: (error: IteronError) => void
  /**
   * Size that the database may have, bytes; default: as much as the disk has. Beyond, writes are RESOURCE_EXHAUSTED.
   */
  readonly maxBytes?: number
}

/** What the bus hears from the writer. */
export interface BusListener {
  deliver(reader: number, messages: readonly Delivered[]): void
  /** When the next delayed message falls due, milliseconds since 1970; null: none waits. */
  due(at: number | null): void
  fail(error: IteronError): void
}

/**
 * The database of a data folder, for the store and the bus of this process. FAILED_PRECONDITION when another process
 * has
 * the folder or a newer version wrote it, DATA_LOSS when it is damaged.
 */
export async function openSqlite(folder: string, options: SqliteOptions = {}): Promise<SqliteFile> {
  makeDataFolder(folder)
  const file = new SqliteFile(folder, options)
  await file.start()
  return file
}

/** An open database: one thread writes, one reads. Close the store and the bus first. */
export class SqliteFile {
  readonly folder: string
  readonly #options: SqliteOptions
  readonly #listeners = new Set<BusListener>()
  readonly #writer: Channel
  readonly #reader: Channel
  readonly #near: NearReads
  readonly #snapshots = new Set<Channel>()
  #lastReader = 0
  #isStarted = false
  #isClosed = false
  #failure: IteronError | undefined

  constructor(folder: string, options: SqliteOptions) {
    this.folder = folder
    this.#options = options
    this.#writer = this.#channel('writer')
    this.#reader = this.#channel('reader')
    this.#near = new NearReads(folder, (error) => {
      this.#fail(error)
    })
  }

  /** Once, by `openSqlite`. */
  async start(): Promise<void> {
    try {
      await Promise.all([this.#writer.ready, this.#reader.ready])
      this.#isStarted = true
    } catch (error) {
      await this.close()
      throw error
    }
  }

  /** Resolves when the change is durable. */
  write<T>(request: WriteRequest): Promise<T> {
    return this.#writer.request<T>(request)
  }

  async read<T>(request: ReadRequest): Promise<T> {
    if (request.kind === 'collections') this.#near.answer(request)
    if (this.#failure !== undefined || this.#isClosed || !this.#near.takes(request))
      return this.#reader.request<T>(request)
    return this.#near.answer(request) as T
  }

  /** A thread with a read transaction of its own; to be closed by `closeSnapshot`. */
  async openSnapshot(): Promise<Channel> {
    const channel = this.#channel('snapshot')
    this.#snapshots.add(channel)
    try {
      await channel.ready
    } catch (error) {
      await this.closeSnapshot(channel)
      throw error
    }
    return channel
  }

  async closeSnapshot(channel: Channel): Promise<void> {
    this.#snapshots.delete(channel)
    await channel.close()
  }

  /** A number for a subscription, unique in this file. */
  newReader(): number {
    this.#lastReader += 1
    return this.#lastReader
  }

  listen(listener: BusListener): void {
    this.#listeners.add(listener)
  }

  unlisten(listener: BusListener): void {
    this.#listeners.delete(listener)
  }

  /** Finishes what was asked and ends the threads. Idempotent. */
  async close(): Promise<void> {
    for (const channel of this.#snapshots) await this.closeSnapshot(channel)
    this.#isClosed = true
    this.#near.close()
    await this.#reader.close()
    await this.#writer.close()
  }

  #channel(role: WorkerSettings['role']): Channel {
    const settings = { role, folder: this.folder, maxBytes: this.#options.maxBytes }
    return new Channel(
      settings,
      (message) => {
        this.#hear(message)
      },
      (error) => {
        if (role !== 'snapshot') this.#fail(error)
      },
    )
  }

  #hear({ deliveries = [], due }: FromWorker): void {
    for (const listener of this.#listeners) {
      for (const [reader, messages] of deliveries) listener.deliver(reader, messages)
      if (due !== undefined) listener.due(due)
    }
  }

  #fail(error: IteronError): void {
    if (this.#failure !== undefined) return
    this.#failure = error
    this.#writer.fail(error)
    this.#reader.fail(error)
    for (const listener of this.#listeners) listener.fail(error)
    if (this.#isStarted) this.#options.onFatal?.(error)
  }
}
