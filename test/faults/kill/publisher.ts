import { EventEmitter, once } from 'node:events'
import type { NewEvent } from '../../../proto/generated/iteron/v1/NewEvent.ts'
import { RemoteError } from '../../../proto/status.ts'
import type { Client } from '../../e2e/client.ts'

const ANSWER_MS = 10_000
/** What a server that is killed answers, or didn't: the client can't know whether the event was taken. */
const UNKNOWN = new Set(['UNAVAILABLE', 'CANCELLED'])

/** A client that publishes while its server dies: again with the same id until it was told that the event is there. */
export class Publisher {
  /** Keys of the events that were accepted. */
  readonly accepted = new Set<string>()
  /** How often an event had to be published again. */
  repeats = 0
  readonly #signals = new EventEmitter()
  readonly #queue: NewEvent[] = []
  #client: Client | undefined
  #sending: NewEvent | undefined
  #ended = false
  #failure: unknown
  readonly #loop: Promise<void>

  constructor() {
    this.#loop = this.#run().catch((error: unknown) => {
      this.#failure = error
      this.#signals.emit('done')
    })
  }

  /** The server is there. */
  up(client: Client): void {
    this.#client = client
    this.#signals.emit('wake')
  }

  /** The server is gone. */
  down(): void {
    this.#client = undefined
  }

  publish(...events: readonly NewEvent[]): void {
    this.#queue.push(...events)
    this.#signals.emit('wake')
  }

  /** Resolves with true when a call is sent, with false if none is in time. */
  async sends(limitMs: number): Promise<boolean> {
    return await once(this.#signals, 'sending', { signal: AbortSignal.timeout(limitMs) }).then(
      () => true,
      () => false,
    )
  }

  /** Resolves when all that was to be published is accepted. */
  async idle(): Promise<void> {
    while (this.#queue.length > 0 || this.#sending !== undefined) {
      if (this.#failure !== undefined) break
      await once(this.#signals, 'done')
    }
    if (this.#failure !== undefined) throw this.#failure as Error
  }

  async close(): Promise<void> {
    this.#ended = true
    this.#signals.emit('wake')
    await this.#loop
  }

  async #run(): Promise<void> {
    while (!this.#ended) {
      this.#sending ??= this.#queue.shift()
      const [client, event] = [this.#client, this.#sending]
      if (client === undefined || event === undefined) {
        await once(this.#signals, 'wake')
        continue
      }
      if (!(await this.#accepts(client, event))) continue
      this.#sending = undefined
      this.#signals.emit('done')
    }
  }

  async #accepts(client: Client, event: NewEvent): Promise<boolean> {
    const answer = client.call('events', 'PublishEvents', { events: [event] }, ANSWER_MS)
    this.#signals.emit('sending')
    try {
      this.accepted.add((await answer).events[0]!.key)
      return true
    } catch (error) {
      if (!(error instanceof RemoteError && UNKNOWN.has(error.code))) throw error
      this.repeats += 1
      if (this.#client === client) this.#client = undefined // the next one tells when it is there
      return false
    }
  }
}
