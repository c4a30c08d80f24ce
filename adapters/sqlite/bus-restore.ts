import type { RecordsPart } from '../../core/ports/snapshots.ts'
import { IteronError } from '../../core/errors.ts'
import type { Database, SqlValue } from './database.ts'

type Fields = Readonly<Record<string, SqlValue>>

/** How a row of each part goes back to its table; what is there stays. */
const INSERTS: Readonly<Record<string, (database: Database, row: Fields) => void>> = {
  'bus.subscriptions': (database, { topic, group }) => {
    insert(database, 'bus_subscriptions (topic, grp)', [topic, group])
  },
  'bus.messages': (database, { seq, group, topic, acceptedAt, due, count, event }) => {
    const columns = 'bus_messages (seq, grp, topic, accepted_at, due, count)'
    insert(database, columns, [seq, group, topic, acceptedAt, due, count])
    insert(database, 'bus_bodies (seq, event)', [seq, event])
  },
  'bus.dead': (database, { number, group, topic, reason, at, event }) => {
    insert(database, 'bus_dead (id, grp, topic, reason, at, event)', [
      number,
      group,
      topic,
      reason,
      at,
      event,
    ])
  },
  'bus.sequences': (database, { id, seq }) => {
    const raise = 'UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?'
    if (database.run(raise, [seq as number, id as string]) === 0)
      insert(database, 'sqlite_sequence (name, seq)', [id, seq])
  },
}

/** Within a transaction. What was out for delivery is ready when the file is opened next. UNIMPLEMENTED for an unknown part. */
export function restoreBusPart(database: Database, { collection, documents }: RecordsPart): void {
  const restore = INSERTS[collection]
  if (restore === undefined)
    throw new IteronError('UNIMPLEMENTED', `the backup has ${collection}, which this version doesn't know`, {
      hint: 'Restore it with the Iteron that made it, or a later one.',
    })
  for (const document of documents) restore(database, JSON.parse(document) as Fields)
}

function insert(database: Database, columns: string, values: readonly (SqlValue | undefined)[]): void {
  const places = values.map(() => '?').join(', ')
  database.run(
    `INSERT OR IGNORE INTO ${columns} VALUES (${places})`,
    values.map((value) => value ?? null),
  )
}
