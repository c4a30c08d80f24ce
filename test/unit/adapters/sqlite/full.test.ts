import { expect, test } from '@jest/globals'
import { sqliteDocumentStore } from '../../../../adapters/sqlite/document-store.ts'
import type { DocumentStore, Write } from '../../../../core/ports/document-store.ts'
import { Bench, ROWS } from './folder.ts'

const bench = new Bench()

const insert = (id: string, bytes: number): Write => ({
  kind: 'insert',
  collection: 'rows',
  document: { id, state: 'new', tags: ['x'], payload: 'x'.repeat(bytes) } as never,
})

test('without room a write is RESOURCE_EXHAUSTED and leaves nothing; with room work goes on', async () => {
  const reports: unknown[] = []
  const file = await bench.open(await bench.folder(), {
    maxBytes: 400_000,
    onFatal: (error) => reports.push(error),
  })
  const store = sqliteDocumentStore(file)
  await store.open([ROWS])
  const written = await fill(store)
  expect(written).toBeGreaterThan(2)
  const [large, small] = await Promise.allSettled([
    store.batch([insert('first', 10), insert('large', 100_000)]),
    store.batch([{ kind: 'update', collection: 'rows', id: 'r0', change: { set: { state: 'old' } } }]),
  ])
  expect(large).toMatchObject({ status: 'rejected', reason: { code: 'RESOURCE_EXHAUSTED' } })
  expect(small.status).toBe('fulfilled')
  expect(await store.get('rows', 'first')).toBeUndefined()
  expect(await store.tally('rows', { tags: 'x' })).toEqual({ count: written, sum: 0 })
  await store.batch([
    { kind: 'delete', collection: 'rows', id: 'r1' },
    { kind: 'delete', collection: 'rows', id: 'r2' },
  ])
  expect(await store.batch([insert('again', 30_000)])).toEqual({ kept: [] })
  expect(await store.get('rows', 'r0')).toMatchObject({ state: 'old' })
  expect(reports).toEqual([])
})

/** How many documents of 30 KB went in before there was no room. */
async function fill(store: DocumentStore): Promise<number> {
  for (let n = 0; ; n += 1) {
    try {
      await store.batch([insert(`r${String(n)}`, 30_000)])
    } catch (error) {
      expect(error).toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
      return n
    }
  }
}
