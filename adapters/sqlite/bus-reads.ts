import type { BusStats } from '../../core/ports/event-bus.ts'
import type { Database } from './database.ts'

/** A dead letter's row: id, topic, reason as JSON, when, the event as JSON. */
export type DeadRow = readonly [id: number, topic: string, reason: string, at: number, event: string]

/** The oldest messages that wait, as one JSON array. */
export function peekMessages(database: Database, group: string, limit: number): string {
  const sql = `SELECT event FROM bus_messages JOIN bus_bodies USING (seq) WHERE grp = ? AND due >= 0 ORDER BY seq LIMIT ?`
  return `[${database.all(sql, [group, limit]).flat().join(',')}]`
}

export function listDeadLetters(
  database: Database,
  group: string,
  limit: number,
  after: string | undefined,
): DeadRow[] {
  const sql = 'SELECT id, topic, reason, at, event FROM bus_dead WHERE grp = ? AND id > ? ORDER BY id LIMIT ?'
  return database.all(sql, [group, after === undefined ? 0 : Number(after), limit]) as unknown as DeadRow[]
}

export function busStats(database: Database, group: string): BusStats {
  const count = (table: string) =>
    database.get(`SELECT count(*) FROM ${table} WHERE grp = ?`, [group])?.[0] as number
  return { depth: count('bus_messages'), deadLetters: count('bus_dead') }
}
