import { statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Database } from '../../../../adapters/sqlite/database.ts'
import { sqliteDocumentStore } from '../../../../adapters/sqlite/document-store.ts'
import { sqliteEventBus } from '../../../../adapters/sqlite/event-bus.ts'
import { sqliteSnapshots } from '../../../../adapters/sqlite/snapshots.ts'
import type { SqliteFile } from '../../../../adapters/sqlite/sqlite-file.ts'
import type { CloudEvent } from '../../../../core/model/cloud-event.ts'
import type { RecordsPart } from '../../../../core/ports/snapshots.ts'
import { systemClock } from '../../../../core/system-clock.ts'
import { Bench, ROWS } from './folder.ts'

const bench = new Bench()
const signal = new AbortController().signal

async function openRows(folder: string) {
  const file = await bench.open(folder)
  const store = sqliteDocumentStore(file)
  await store.open([ROWS])
  return { file, store, snapshots: sqliteSnapshots(file) }
}

function row(id: string, text = ''): { id: string; state: string; text: string } {
  return { id, state: 'new', text }
}

async function allOf(parts: AsyncIterable<RecordsPart>): Promise<Record<string, Record<string, unknown>[]>> {
  const found: Record<string, Record<string, unknown>[]> = {}
  for await (const { collection, documents } of parts)
    (found[collection] ??= []).push(...documents.map((text) => JSON.parse(text) as Record<string, unknown>))
  return found
}

function event(id: string): CloudEvent {
  return { specversion: '1.0', id, source: 's', type: 't', data: {} } as unknown as CloudEvent
}

/** Whether somebody still reads from the log what was written before the last write. */
function isLogHeld({ folder }: SqliteFile): boolean {
  const database = new Database(path.join(folder, 'iteron.db'))
  try {
    const [[busy] = []] = database.all('PRAGMA wal_checkpoint(TRUNCATE)')
    return Number(busy) !== 0
  } finally {
    database.close()
  }
}

async function busOf(file: SqliteFile) {
  const bus = sqliteEventBus(file, systemClock)
  await bus.open()
  await bus.ensureTopics(['t'], 'g')
  return bus
}

describe('a snapshot', () => {
  test('shows one instant, in the order of insertion, whatever is written while it is read', async () => {
    const { store, snapshots } = await openRows(await bench.folder())
    const text = 'x'.repeat(50_000)
    const ids = Array.from({ length: 60 }, (_, n) => `id-${(n * 37) % 60}`)
    await store.batch(ids.map((id) => ({ kind: 'insert', collection: 'rows', document: row(id, text) })))
    const parts = snapshots.read(signal)
    const first = await parts.next()
    expect((first.value as RecordsPart).documents.length).toBeLessThan(ids.length)
    await store.batch([
      { kind: 'delete', collection: 'rows', id: ids[59]! },
      { kind: 'update', collection: 'rows', id: ids[58]!, change: { set: { state: 'changed' } } },
      { kind: 'insert', collection: 'rows', document: row('later') },
    ])
    async function* whole() {
      yield first.value as RecordsPart
      yield* parts
    }
    const { rows } = await allOf(whole())
    expect(rows).toEqual(ids.map((id) => row(id, text)))
    const now = await Promise.all([ids[58]!, ids[59]!, 'later'].map((id) => store.get('rows', id)))
    expect(now).toEqual([{ ...row(ids[58]!, text), state: 'changed' }, undefined, row('later')])
  })

  test('left in the middle it holds nothing up: another can be taken, and the file closed', async () => {
    const { file, store, snapshots } = await openRows(await bench.folder())
    await store.batch([{ kind: 'insert', collection: 'rows', document: row('a') }])
    for await (const _ of snapshots.read(signal)) break
    await store.batch([{ kind: 'delete', collection: 'rows', id: 'a' }])
    expect(isLogHeld(file)).toBe(false)
    await store.batch([{ kind: 'insert', collection: 'rows', document: row('a') }])
    const open = snapshots.read(signal)
    await open.next()
    expect((await allOf(snapshots.read(signal)))['rows']).toHaveLength(1)
    await store.close()
    await file.close()
    await expect(open.next()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' })
  })

  test('what the log grew by while it was read is given back to the disk', async () => {
    const { file, store, snapshots } = await openRows(await bench.folder())
    const text = 'x'.repeat(100_000)
    const write = (id: string) =>
      store.batch([{ kind: 'insert', collection: 'rows', document: row(id, text) }])
    const logBytes = () => statSync(path.join(file.folder, 'iteron.db-wal')).size
    await write('first')
    const open = snapshots.read(signal)
    await open.next()
    for (let n = 0; n < 300; n += 1) await write(`id-${n}`)
    expect(logBytes()).toBeGreaterThan(25_000_000)
    await open.return(undefined)
    // one writes all of it to the file, once nobody reads it any more; the next begins the log anew
    for (let n = 0; n < 20 && logBytes() >= 17_000_000; n += 1) await write(`later-${n}`)
    expect(logBytes()).toBeLessThan(17_000_000)
  })

  test('the bus goes back as it was: what waits, what was out, dead letters and their numbers', async () => {
    const from = await openRows(await bench.folder())
    const bus = await busOf(from.file)
    await bus.publish([event('dead'), event('out'), event('waits')])
    const end = new AbortController()
    for await (const deliveries of bus.subscribe('g', { prefetch: 2, signal: end.signal })) {
      const dead = deliveries.find((delivery) => delivery.event?.id === 'dead')
      await dead?.deadLetter('because')
      break
    }
    const [letter] = await bus.deadLetters('g', 10)
    await bus.settleDeadLetter('g', letter!.id, 'discard')
    await bus.publish([event('dead too')])

    const to = await openRows(await bench.folder())
    const parts = await partsOf(from.snapshots.read(signal))
    for (let times = 0; times < 2; times++) for (const part of parts) await to.snapshots.restoreBus(part)
    await to.store.close()
    await to.file.close()
    const again = await openRows(to.file.folder)
    const restored = await busOf(again.file)
    expect((await restored.peek('g', 10)).map(({ id }) => id)).toEqual(['out', 'waits', 'dead too'])
    expect(await restored.stats('g')).toEqual({ depth: 3, deadLetters: 0 })
    for await (const [delivery] of restored.subscribe('g', { prefetch: 1, signal: end.signal })) {
      await delivery!.deadLetter('again')
      break
    }
    const [newer] = await restored.deadLetters('g', 10)
    expect(Number(newer!.id)).toBeGreaterThan(Number(letter!.id))
    await bus.close()
    await restored.close()
  })
})

async function partsOf(all: AsyncIterable<RecordsPart>): Promise<RecordsPart[]> {
  const parts: RecordsPart[] = []
  for await (const part of all) if (part.collection.startsWith('bus.')) parts.push(part)
  return parts
}
