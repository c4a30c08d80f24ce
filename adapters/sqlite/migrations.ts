import { IteronError } from '../../core/errors.ts'
import type { Database } from './database.ts'

/** A step from the version before to this one: SQL, run in one transaction. Published steps never change. */
export interface Migration {
  readonly version: number
  readonly sql: string
}

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    sql: `
      CREATE TABLE collections (name TEXT NOT NULL PRIMARY KEY, indexes TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE bus_subscriptions (topic TEXT NOT NULL, grp TEXT NOT NULL, PRIMARY KEY (topic, grp)) WITHOUT ROWID;
      CREATE TABLE bus_messages (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        grp TEXT NOT NULL,
        topic TEXT NOT NULL,
        accepted_at INTEGER NOT NULL,
        due INTEGER NOT NULL,
        count INTEGER NOT NULL,
        reader INTEGER
      );
      CREATE INDEX bus_waiting ON bus_messages (grp, due, seq);
      CREATE TABLE bus_bodies (seq INTEGER PRIMARY KEY, event TEXT NOT NULL);
      CREATE TABLE bus_dead (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        grp TEXT NOT NULL,
        topic TEXT NOT NULL,
        reason TEXT NOT NULL,
        at INTEGER NOT NULL,
        event TEXT NOT NULL
      );
      CREATE INDEX bus_dead_of ON bus_dead (grp, id);
    `,
  },
  // Documents are counted by triggers, which an earlier program would trip over: the version keeps it out.
  { version: 2, sql: 'SELECT 1' },
]

/** Brings the tables to the last version. FAILED_PRECONDITION if they are of a later one. */
export function migrate(database: Database, migrations: readonly Migration[], folder: string): void {
  database.exec(
    'CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL)',
  )
  const current = (database.get('SELECT coalesce(max(version), 0) FROM schema_version')?.[0] ?? 0) as number
  const last = migrations.at(-1)?.version ?? 0
  if (current > last) throw tooNew(folder, current, last)
  for (const { version, sql } of migrations) {
    if (version <= current) continue
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(sql)
      const record =
        "INSERT INTO schema_version (version, applied_at) VALUES (?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"
      database.run(record, [version])
      database.exec('COMMIT')
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
}

function tooNew(folder: string, current: number, last: number): IteronError {
  const versions = `its schema is version ${String(current)}, this program knows up to ${String(last)}`
  return new IteronError(
    'FAILED_PRECONDITION',
    `the data in ${folder} was written by a newer Iteron: ${versions}`,
    {
      hint: 'Install the Iteron that last used this folder, or a later one; or start with another data folder.',
    },
  )
}
