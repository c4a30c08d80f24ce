import { open, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import type { IteronError } from '../../../../core/errors.ts'
import { sqliteDocumentStore } from '../../../../adapters/sqlite/document-store.ts'
import { sqliteEventBus } from '../../../../adapters/sqlite/event-bus.ts'
import { ManualClock } from '../../../conformance/manual-clock.ts'
import { Bench, ROWS } from './folder.ts'

const bench = new Bench()
const DAMAGED = { code: 'DATA_LOSS', hint: expect.stringContaining('backup') as unknown }

test.each([
  ['cut in the middle', (path: string) => truncate(path, 50_000)],
  ['cut to a part of a page', (path: string) => truncate(path, 3000)],
  ['emptied', (path: string) => truncate(path, 0)],
  ['overwritten at its start', (path: string) => overwrite(path, 0, 1000)],
  ['overwritten in the middle', (path: string) => overwrite(path, 8192, 40_000)],
])('a database that was %s is refused', async (_, damage) => {
  const folder = await filled()
  await damage(join(folder, 'iteron.db'))
  const before = await readFile(join(folder, 'iteron.db'))
  await expect(bench.open(folder)).rejects.toMatchObject(DAMAGED)
  expect((await readFile(join(folder, 'iteron.db'))).equals(before)).toBe(true)
})

test('a log without its database is refused', async () => {
  const folder = await filled()
  await rm(join(folder, 'iteron.db'))
  await writeFile(join(folder, 'iteron.db-wal'), 'rest')
  await expect(bench.open(folder)).rejects.toMatchObject(DAMAGED)
})

test('a creation that a crash cut off is begun again', async () => {
  const folder = await bench.folder()
  await writeFile(join(folder, 'iteron.db.new'), 'half a pa')
  await writeFile(join(folder, 'iteron.db.new-journal'), 'half a journal')
  const store = sqliteDocumentStore(await bench.open(folder))
  await store.open([ROWS])
  expect(await store.get('rows', 'a')).toBeUndefined()
})

test('damage that is met while at work ends it: all is rejected, and reported once', async () => {
  const folder = await filled()
  const reports: IteronError[] = []
  const file = await bench.open(folder, { onFatal: (error) => reports.push(error) })
  const store = sqliteDocumentStore(file)
  const bus = sqliteEventBus(file, new ManualClock())
  await store.open([ROWS])
  await bus.open()
  const subscription = bus
    .subscribe('g', { prefetch: 1, signal: new AbortController().signal })
    [Symbol.asyncIterator]()
  const next = subscription.next()
  await bus.publish([])
  await overwrite(join(folder, 'iteron.db'), 8192, 190_000)
  const scan = store.find('rows', { filter: { payload: 'none' }, limit: 1 })
  await expect(scan).rejects.toMatchObject({ code: 'DATA_LOSS' })
  await expect(next).rejects.toMatchObject({ code: 'DATA_LOSS' })
  await expect(store.batch([])).rejects.toMatchObject({ code: 'DATA_LOSS' })
  expect(reports.map(({ code }) => code)).toEqual(['DATA_LOSS'])
})

test('an error of the disk ends the work with UNAVAILABLE', async () => {
  const folder = await bench.folder()
  const program = bench.program(
    folder,
    `const file = await openSqlite(folder, { onFatal: (error) => say('fatal ' + error.code) })
     const store = sqliteDocumentStore(file)
     await store.open([${JSON.stringify(ROWS)}])
     const insert = (n) => store.batch([{ kind: 'insert', collection: 'rows', document: { id: 'r' + n, payload: 'x'.repeat(20000) } }])
     try { for (let n = 0; ; n += 1) await insert(n) } catch (error) { say('rejected ' + error.code) }
     try { await insert(-1) } catch (error) { say('again ' + error.code) }
     await file.close()
     say('closed')`,
    `trap '' XFSZ; ulimit -f 1000;`, // writes beyond 500 KB fail, as on a broken disk
  )
  const said: (string | undefined)[] = []
  for (let n = 0; n < 4; n += 1) said.push(await program.line())
  expect(said.sort()).toEqual(['again UNAVAILABLE', 'closed', 'fatal UNAVAILABLE', 'rejected UNAVAILABLE'])
  const store = sqliteDocumentStore(await bench.open(folder))
  await store.open([ROWS])
  expect((await store.tally('rows', {})).count).toBeGreaterThan(0)
})

async function filled(): Promise<string> {
  const folder = await bench.folder()
  const file = await bench.open(folder)
  const store = sqliteDocumentStore(file)
  await store.open([ROWS])
  const payload = 'x'.repeat(2000)
  const documents = Array.from({ length: 100 }, (_, n) => ({
    id: `r${String(n)}`,
    state: 'new',
    rank: n,
    payload,
  }))
  await store.batch(documents.map((document) => ({ kind: 'insert', collection: 'rows', document })))
  await store.close()
  await file.close()
  return folder
}

async function overwrite(path: string, from: number, length: number): Promise<void> {
  const file = await open(path, 'r+')
  await file.write(Buffer.alloc(length, 'damage'), 0, length, from)
  await file.close()
}
