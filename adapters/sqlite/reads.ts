import { Collections } from '../../core/model/collection.ts'
import { busStats, listDeadLetters, peekMessages } from './bus-reads.ts'
import { openForReading } from './data-file.ts'
import { faultOf, type Database } from './database.ts'
import { findDocuments, tallyDocuments } from './document-reads.ts'
import { documentText } from './find-by-ids.ts'
import type { ReadRequest } from './requests.ts'

/** A connection that answers reads; what it sees is all that was acknowledged when they began. */
export class Reads {
  readonly #folder: string
  readonly #collections = new Collections()
  #connection: Database | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Throws SQLite's errors as they are. */
  answer(request: ReadRequest): unknown {
    switch (request.kind) {
      case 'get':
        return documentText(this.#database, request.collection, request.id)
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

  close(): void {
    this.#connection?.close()
    this.#connection = undefined
  }

  /** Opened by the first read: the writer makes the file. */
  get #database(): Database {
    this.#connection ??= openForReading(this.#folder)
    return this.#connection
  }
}

/** Whether nothing that is read after this error can be trusted. */
export function endsReading(error: unknown): boolean {
  const fault = faultOf(error)
  return fault === 'corrupt' || fault === 'io'
}
