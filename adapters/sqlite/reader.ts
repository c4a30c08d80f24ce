import { Collections } from '../../core/model/collection.ts'
import { busStats, listDeadLetters, peekMessages } from './bus-reads.ts'
import { openForReading } from './data-file.ts'
import { faultOf, type Database } from './database.ts'
import { findDocuments, getDocument, tallyDocuments } from './document-reads.ts'
import { encodeError } from './encoded-error.ts'
import type { FromWorker, ReadRequest, Reply, WorkerSettings } from './requests.ts'

/** After this long the answers so far are sent, so that quick reads don't wait for slow ones. */
const SEND_MS = 5

/** Reads beside the writer: they don't wait for its groups, and see all that was acknowledged when they began. */
export class Reader {
  readonly #folder: string
  #connection: Database | undefined
  readonly #collections = new Collections()
  readonly #post: (message: FromWorker) => void

  constructor({ folder }: WorkerSettings, post: (message: FromWorker) => void) {
    this.#post = post
    this.#folder = folder
  }

  /** Opened by the first read: the thread starts beside the writer's, which makes the file. */
  get #database(): Database {
    this.#connection ??= openForReading(this.#folder)
    return this.#connection
  }

  work(queue: (readonly [number, ReadRequest])[]): void {
    const replies: Reply[] = []
    const end = performance.now() + SEND_MS
    while (queue.length > 0 && performance.now() < end) {
      for (const [id, request] of queue.splice(0, 16)) replies.push(this.#answer(id, request))
    }
    this.#post({ replies })
  }

  close(): void {
    this.#connection?.close()
  }

  #answer(id: number, request: ReadRequest): Reply {
    try {
      return [id, this.#read(request)]
    } catch (error) {
      const fault = faultOf(error)
      if (fault === 'corrupt' || fault === 'io') this.#post({ fatal: encodeError(error) })
      return [id, undefined, encodeError(error)]
    }
  }

  #read(request: ReadRequest): unknown {
    switch (request.kind) {
      case 'get':
        return getDocument(this.#database, request.collection, request.id)
      case 'find':
        return findDocuments(this.#database, this.#collections, request.collection, request.query)
      case 'tally':
        return tallyDocuments(
          this.#database,
          this.#collections.named(request.collection),
          request.filter,
          request.sumOf,
        )
      case 'peek':
        return peekMessages(this.#database, request.group, request.limit)
      case 'deadLetters':
        return listDeadLetters(this.#database, request.group, request.limit, request.after)
      case 'stats':
        return busStats(this.#database, request.group)
      case 'collections':
        this.#collections.add(request.specs)
        return undefined
    }
  }
}
