import { BUS_PREFIX, type RecordsPart } from '../../core/ports/snapshots.ts'
import { openForReading } from './data-file.ts'
import type { Database, Row } from './database.ts'
import { encodeError } from './encoded-error.ts'
import { tableOf } from './names.ts'
import type { FromWorker, Reply, SnapshotRequest, WorkerSettings } from './requests.ts'

/** A part ends with the document that brings it above this many characters. */
const PART_CHARACTERS = 512 * 1024

/** Rows behind a position, in its order; each begins with its own. */
interface Section {
  readonly collection: string
  readonly sql: string
  readonly documentOf: (row: Row) => string
}

/**
 * One read transaction over all tables: what it sees is one instant, and writers go on beside it. The write-ahead log
 * grows until it is closed.
 */
export class SnapshotReader {
  readonly #database: Database
  readonly #post: (message: FromWorker) => void
  #sections: Section[]
  #after = -1

  constructor({ folder }: WorkerSettings, post: (message: FromWorker) => void) {
    this.#post = post
    this.#database = openForReading(folder)
    this.#database.exec('BEGIN')
    const names = this.#database.all('SELECT name FROM collections ORDER BY name')
    this.#sections = [...names.map(([name]) => documentsOf(name as string)), ...BUS]
  }

  work(queue: (readonly [number, SnapshotRequest])[]): void {
    const replies = queue.splice(0).map(([id, { busOnly }]): Reply => {
      try {
        return [id, this.#next(busOnly)]
      } catch (error) {
        return [id, undefined, encodeError(error)]
      }
    })
    this.#post({ replies })
  }

  close(): void {
    this.#database.close()
  }

  /** Undefined when there is no more. */
  #next(busOnly: boolean): RecordsPart | undefined {
    if (busOnly) this.#sections = this.#sections.filter(({ collection }) => collection.startsWith(BUS_PREFIX))
    for (let section = this.#sections[0]; section !== undefined; section = this.#sections[0]) {
      const documents = this.#read(section)
      if (documents.length > 0) return { collection: section.collection, documents }
      this.#sections.shift()
      this.#after = -1
    }
    return undefined
  }

  #read({ sql, documentOf }: Section): string[] {
    const documents: string[] = []
    let characters = 0
    for (const row of this.#database.iterate(sql, [this.#after])) {
      const document = documentOf(row)
      documents.push(document)
      this.#after = row[0] as number
      characters += document.length
      if (characters > PART_CHARACTERS) break
    }
    return documents
  }
}

function documentsOf(name: string): Section {
  return {
    collection: name,
    sql: `SELECT rowid, doc FROM ${tableOf(name)} WHERE rowid > ? ORDER BY rowid`,
    documentOf: ([, doc]) => doc as string,
  }
}

/** `sql` without a rowid numbers its few rows itself. */
const BUS: readonly Section[] = [
  {
    collection: 'bus.subscriptions',
    sql: `SELECT * FROM (SELECT row_number() OVER (ORDER BY topic, grp) AS n, topic, grp FROM bus_subscriptions)
      WHERE n > ? ORDER BY n`,
    documentOf: ([n, topic, group]) => JSON.stringify({ id: String(n), topic, group }),
  },
  {
    collection: 'bus.messages',
    sql: `SELECT seq, grp, topic, accepted_at, due, count, event FROM bus_messages JOIN bus_bodies USING (seq)
      WHERE seq > ? ORDER BY seq`,
    documentOf: ([seq, group, topic, acceptedAt, due, count, event]) =>
      JSON.stringify({ id: String(seq), seq, group, topic, acceptedAt, due, count, event }),
  },
  {
    collection: 'bus.dead',
    sql: 'SELECT id, grp, topic, reason, at, event FROM bus_dead WHERE id > ? ORDER BY id',
    documentOf: ([id, group, topic, reason, at, event]) =>
      JSON.stringify({ id: String(id), number: id, group, topic, reason, at, event }),
  },
  {
    // numbers that were given once aren't given again: they name dead letters
    collection: 'bus.sequences',
    sql: "SELECT rowid, name, seq FROM sqlite_sequence WHERE rowid > ? AND name LIKE 'bus_%' ORDER BY rowid",
    documentOf: ([, name, seq]) => JSON.stringify({ id: String(name), seq }),
  },
]
