import { unknownDeadLetter } from '../../core/model/bus-rules.ts'
import { settledBefore } from '../../core/policies/delivery-stream.ts'
import type { Database } from './database.ts'
import type { Delivered, WriteRequest } from './requests.ts'

type Of<K extends WriteRequest['kind']> = Extract<WriteRequest, { kind: K }>

/** `due` of a message that is ready, or out for delivery; above 0 it is the time from which on it is ready. */
const READY = 0
const OUT = -1

interface Reader {
  readonly group: string
  free: number
}

/**
 * The writes of the event bus, each called within a transaction. Only the readers' room is kept outside of the tables.
 */
export class BusWrites {
  readonly #database: Database
  readonly #readers = new Map<number, Reader>()
  #now = 0

  constructor(database: Database) {
    this.#database = database
    for (const [group] of database.all('SELECT DISTINCT grp FROM bus_subscriptions')) {
      database.run(`UPDATE bus_messages SET due = ${String(READY)} WHERE grp = ? AND due = ${String(OUT)}`, [
        group as string,
      ])
    }
  }

  ensureTopics({ topics, group }: Of<'ensureTopics'>): void {
    const sql = 'INSERT INTO bus_subscriptions (topic, grp) VALUES (?, ?) ON CONFLICT DO NOTHING'
    for (const topic of topics) this.#database.run(sql, [topic, group])
  }

  publish({ events, now }: Of<'publish'>): void {
    this.#now = now
    for (const [topic, event] of events) {
      const groups = this.#database.all('SELECT grp FROM bus_subscriptions WHERE topic = ?', [topic])
      for (const [group] of groups) this.#accept(group as string, topic, event)
    }
  }

  join({ reader, group, prefetch, now }: Of<'join'>): void {
    this.#now = now
    this.#readers.set(reader, { group, free: prefetch })
  }

  /** What the reader held is ready again. */
  leave({ reader, now }: Of<'leave'>): void {
    this.#now = now
    const group = this.#readers.get(reader)?.group
    if (group === undefined) return
    this.#readers.delete(reader)
    const sql = `UPDATE bus_messages SET due = ${String(READY)} WHERE grp = ? AND due = ${String(OUT)} AND reader = ?`
    this.#database.run(sql, [group, reader])
  }

  /** FAILED_PRECONDITION once the message was settled, or handed out again. */
  settle({ reader, seq, count, settling, now }: Of<'settle'>): void {
    this.#now = now
    const parameters = [seq, count]
    if (settling.how === 'deadLetter') this.#bury(seq, count, settling.reason)
    if (settling.how === 'retry') this.#delay(seq, count, settling.afterMs)
    else {
      if (this.#database.run('DELETE FROM bus_messages WHERE seq = ? AND count = ?', parameters) === 0)
        throw settledBefore()
      this.#database.run('DELETE FROM bus_bodies WHERE seq = ?', [seq])
    }
    const holder = this.#readers.get(reader)
    if (holder !== undefined) holder.free += 1
  }

  settleDeadLetter({ group, id, how, now }: Of<'settleDeadLetter'>): void {
    this.#now = now
    const isNumber = /^\d{1,15}$/.test(id)
    const sql = 'DELETE FROM bus_dead WHERE grp = ? AND id = ? RETURNING topic, event'
    const row = isNumber ? this.#database.get(sql, [group, Number(id)]) : undefined
    if (row === undefined) throw unknownDeadLetter(group, id)
    if (how === 'redrive') this.#accept(group, row[0] as string, row[1] as string)
  }

  wake({ now }: Of<'wake'>): void {
    this.#now = now
  }

  /** Hands what is ready to the readers with room, oldest first. */
  deliver(): (readonly [number, Delivered[]])[] {
    const deliveries: (readonly [number, Delivered[]])[] = []
    const hungry = [...this.#readers].filter(([, { free }]) => free > 0)
    for (const [at, [id, reader]] of hungry.entries()) {
      const rivals = hungry.slice(at).filter(([, other]) => other.group === reader.group)
      const messages = this.#take(id, reader, rivals.length)
      if (messages.length > 0) deliveries.push([id, messages])
    }
    return deliveries
  }

  /** When the next delayed message for any reader falls due; null if none waits. */
  nextDue(): number | null {
    const groups = new Set([...this.#readers.values()].map(({ group }) => group))
    const times = [...groups].map((group) => {
      return this.#database.get('SELECT min(due) FROM bus_messages WHERE grp = ? AND due > 0', [
        group,
      ])?.[0] as number | null
    })
    const known = times.filter((time) => time !== null)
    return known.length === 0 ? null : Math.min(...known)
  }

  /** The readers as they are now, to go back to when the transaction fails. */
  snapshot(): () => void {
    const readers = [...this.#readers].map(([id, reader]) => [id, { ...reader }] as const)
    return () => {
      this.#readers.clear()
      for (const [id, reader] of readers) this.#readers.set(id, reader)
    }
  }

  #take(id: number, reader: Reader, rivals: number): Delivered[] {
    const ripe = `UPDATE bus_messages SET due = ${String(READY)} WHERE grp = ? AND due > 0 AND due <= ?`
    this.#database.run(ripe, [reader.group, this.#now])
    const chosen = this.#choose(reader.group, reader.free, rivals)
    const mark = `UPDATE bus_messages SET due = ${String(OUT)}, reader = ?, count = count + 1 WHERE seq = ?`
    for (const [seq] of chosen) this.#database.run(mark, [id, seq])
    reader.free -= chosen.length
    return chosen.map(([seq, count, acceptedAt, event]) => [seq, count + 1, acceptedAt, event])
  }

  /** With rivals, a fair share: at least one, at most this reader's part of what is ready and wanted. */
  #choose(group: string, free: number, rivals: number): Delivered[] {
    const ready = `FROM bus_messages WHERE grp = ? AND due = ${String(READY)}`
    const wanted = this.#database.get(`SELECT count(*) FROM (SELECT 1 ${ready} LIMIT ?)`, [
      group,
      free * rivals,
    ])?.[0]
    const share = Math.min(free, Math.ceil((wanted as number) / rivals))
    const oldest = `SELECT seq, count, accepted_at ${ready} ORDER BY seq LIMIT ?`
    const sql = `SELECT seq, count, accepted_at, event FROM (${oldest}) JOIN bus_bodies USING (seq) ORDER BY seq`
    return share === 0 ? [] : (this.#database.all(sql, [group, share]) as unknown as Delivered[])
  }

  #accept(group: string, topic: string, event: string): void {
    const sql = `INSERT INTO bus_messages (grp, topic, accepted_at, due, count) VALUES (?, ?, ?, ${String(READY)}, 0) RETURNING seq`
    const [seq] = this.#database.get(sql, [group, topic, this.#now]) as [number]
    this.#database.run('INSERT INTO bus_bodies (seq, event) VALUES (?, ?)', [seq, event])
  }

  #delay(seq: number, count: number, afterMs: number): void {
    const due = afterMs > 0 ? this.#now + Math.ceil(afterMs) : READY
    const sql = 'UPDATE bus_messages SET due = ?, reader = NULL WHERE seq = ? AND count = ?'
    if (this.#database.run(sql, [due, seq, count]) === 0) throw settledBefore()
  }

  #bury(seq: number, count: number, reason: string): void {
    const sql = `INSERT INTO bus_dead (grp, topic, reason, at, event)
      SELECT grp, topic, ?, ?, event FROM bus_messages JOIN bus_bodies USING (seq) WHERE seq = ? AND count = ?`
    this.#database.run(sql, [JSON.stringify(reason), this.#now, seq, count])
  }
}
