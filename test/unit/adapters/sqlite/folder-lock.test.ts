import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { sqliteDocumentStore } from '../../../../adapters/sqlite/document-store.ts'
import { Bench, ROWS } from './folder.ts'

const bench = new Bench()

test('a folder that another process has is refused with its pid, and free again after kill -9', async () => {
  const folder = await bench.folder()
  const other = bench.program(folder, `await openSqlite(folder); say('open')`)
  expect(await other.line()).toBe('open')
  const attempt = bench.open(folder)
  await expect(attempt).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: `the data folder ${folder} is in use by process ${String(other.pid)}`,
  })
  await other.kill()
  const store = sqliteDocumentStore(await bench.open(folder))
  await store.open([ROWS])
  expect(await store.tally('rows', {})).toEqual({ count: 0, sum: 0 })
})

test('a process has a folder once', async () => {
  const folder = await bench.folder()
  const file = await bench.open(folder)
  await expect(bench.open(folder)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' })
  await file.close()
  await bench.open(folder)
})

test('a folder that cannot be used is refused with what to check', async () => {
  const folder = await bench.folder()
  const unusable = {
    code: 'FAILED_PRECONDITION',
    hint: expect.stringContaining('may read and write') as unknown,
  }
  await writeFile(join(folder, 'file'), '')
  await expect(bench.open(join(folder, 'file', 'data'))).rejects.toMatchObject(unusable)
  await mkdir(join(folder, 'iteron.lock'))
  await expect(bench.open(folder)).rejects.toMatchObject(unusable)
})

test('what was acknowledged survives kill -9', async () => {
  const folder = await bench.folder()
  const writer = bench.program(
    folder,
    `const store = sqliteDocumentStore(await openSqlite(folder))
     await store.open([${JSON.stringify(ROWS)}])
     for (let n = 0; ; n += 1) {
       const ids = Array.from({ length: 8 }, (_, k) => 'r' + (n * 8 + k))
       await Promise.all(ids.map((id) => store.batch([{ kind: 'insert', collection: 'rows', document: { id, tags: ['t'] } }])))
       say(ids.join(' '))
     }`,
  )
  const acknowledged: string[] = []
  while (acknowledged.length < 400) acknowledged.push(...(await writer.line())!.split(' '))
  await writer.kill()
  for (let line = await writer.line(); line !== undefined; line = await writer.line()) {
    if (line.split(' ').length === 8) acknowledged.push(...line.split(' '))
  }
  const store = sqliteDocumentStore(await bench.open(folder))
  await store.open([ROWS])
  for (const id of acknowledged) expect(await store.get('rows', id)).toEqual({ id, tags: ['t'] })
  const { count } = await store.tally('rows', { tags: 't' })
  expect(count).toBe((await store.tally('rows', {})).count)
  expect(count).toBeGreaterThanOrEqual(acknowledged.length)
})
