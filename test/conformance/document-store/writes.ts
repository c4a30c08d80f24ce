import { describe, expect, test } from '@jest/globals'
import type { Write } from '../../../core/ports/document-store.ts'
import { fill, insert, useStore, type DocumentStoreHarness } from './subject.ts'

const update = (id: string, change: object, guard?: object): Write => ({
  kind: 'update',
  collection: 'things',
  id,
  change,
  ...(guard && { guard: guard as never }),
})
const remove = (id: string, guard?: object): Write => ({
  kind: 'delete',
  collection: 'things',
  id,
  ...(guard && { guard: guard as never }),
})

export function testWrites(harness: DocumentStoreHarness): void {
  describe('writes', () => {
    const create = useStore(harness)

    test('an inserted document is found by its id, in its own collection', async () => {
      const { store } = await create()
      const document = { id: 'a', state: 'new', nested: { list: [1, 'two', null, { deep: true }] } }
      expect(await store.batch([insert(document)])).toEqual({ kept: [] })
      expect(await store.get('things', 'a')).toEqual(document)
      expect(await store.get('others', 'a')).toBeUndefined()
      expect(await store.get('things', 'b')).toBeUndefined()
    })

    test('an id is inserted once: again it is refused, or the first stays with keep', async () => {
      const { store } = await create()
      await fill(store, [{ id: 'a', n: 1 }])
      expect((await store.batch([insert({ id: 'a', n: 2 })])).refused).toBe(0)
      expect(await store.batch([insert({ id: 'b' }), insert({ id: 'a', n: 3 }, true)])).toEqual({ kept: [1] })
      expect(await store.get('things', 'a')).toEqual({ id: 'a', n: 1 })
    })

    test('an update sets, unsets and increments top-level fields', async () => {
      const { store } = await create()
      await fill(store, [{ id: 'a', state: 'new', rank: 1, gone: true, deep: { x: 1, y: 2 } }])
      const change = {
        set: { state: 'old', deep: { x: 3 }, left: undefined },
        unset: ['gone'],
        increment: { rank: 2, n: 5 },
      }
      expect(await store.batch([update('a', change)])).toEqual({ kept: [] })
      expect(await store.get('things', 'a')).toEqual({ id: 'a', state: 'old', rank: 3, deep: { x: 3 }, n: 5 })
      expect(
        (await store.find('things', { filter: { state: 'old', rank: 3 }, limit: 5 })).documents,
      ).toHaveLength(1)
      expect((await store.find('things', { filter: { state: 'new' }, limit: 5 })).documents).toEqual([])
    })

    test('an update is refused without a document, and by its guard', async () => {
      const { store } = await create()
      await fill(store, [{ id: 'a', state: 'new', plain: [1, 2] }])
      expect((await store.batch([update('none', { set: { n: 1 } })])).refused).toBe(0)
      expect((await store.batch([update('a', { set: { n: 1 } }, { state: 'old' })])).refused).toBe(0)
      expect(
        (await store.batch([update('a', { set: { n: 2 } }, { state: 'new', plain: 2 })])).refused,
      ).toBeUndefined()
      expect(await store.get('things', 'a')).toMatchObject({ n: 2 })
    })

    test('a check refuses like an update, and changes nothing', async () => {
      const { store } = await create()
      await fill(store, [{ id: 'a', state: 'new' }])
      const check = (id: string, state: string): Write => ({
        kind: 'check',
        collection: 'things',
        id,
        guard: { state },
      })
      expect(await store.batch([check('a', 'new')])).toEqual({ kept: [] })
      expect((await store.batch([check('a', 'old')])).refused).toBe(0)
      expect((await store.batch([check('b', 'new')])).refused).toBe(0)
      expect(await store.get('things', 'a')).toEqual({ id: 'a', state: 'new' })
    })

    test('a delete is never refused; with a guard it spares what does not match', async () => {
      const { store } = await create()
      await fill(store, [
        { id: 'a', tags: ['x'] },
        { id: 'b', state: 'new' },
      ])
      const result = await store.batch([remove('a'), remove('none'), remove('b', { state: 'old' })])
      expect(result).toEqual({ kept: [1, 2] })
      expect(await store.get('things', 'a')).toBeUndefined()
      expect(await store.get('things', 'b')).toEqual({ id: 'b', state: 'new' })
      expect(await store.tally('things', { tags: 'x' })).toEqual({ count: 0, sum: 0 })
      expect((await store.batch([insert({ id: 'a' })])).refused).toBeUndefined()
    })

    test('a batch with a refusal leaves what its capability says', async () => {
      const { store } = await create()
      await fill(store, [{ id: 'a', rank: 1, tags: ['x'] }])
      const writes = [insert({ id: 'b' }), update('a', { set: { tags: ['y'] }, increment: { rank: 1 } })]
      const result = await store.batch([...writes, insert({ id: 'a' }), insert({ id: 'c' })])
      expect(result.refused).toBe(2)
      const done = !store.capabilities.atomicBatch
      expect(await store.get('things', 'a')).toEqual({
        id: 'a',
        rank: done ? 2 : 1,
        tags: [done ? 'y' : 'x'],
      })
      expect((await store.get('things', 'b')) !== undefined).toBe(done)
      expect(await store.get('things', 'c')).toBeUndefined()
      expect((await store.tally('things', { tags: 'y' })).count).toBe(done ? 1 : 0)
    })

    test('the writes of a batch see those before them', async () => {
      const { store } = await create()
      const changes = [update('a', { increment: { n: 1 } }), update('a', { increment: { n: 1 } }, { n: 2 })]
      expect(await store.batch([insert({ id: 'a', n: 1 }), ...changes, remove('a', { n: 3 })])).toEqual({
        kept: [],
      })
      expect(await store.get('things', 'a')).toBeUndefined()
      expect(await store.batch([])).toEqual({ kept: [] })
    })

    test('what no store can hold is refused before anything is written', async () => {
      const { store } = await create()
      const bad: Write[] = [
        insert({ id: '' }),
        insert({ id: 'x', state: ['not', 'multi'] }),
        insert({ id: 'x', meta: { kind: { an: 'object' } } }),
        update('a', { set: { id: 'b' } }),
        update('a', { unset: ['id'] }),
        update('a', { set: { rank: [1] } }),
        update('a', {}, { state: { $like: 'x' } }),
        { kind: 'insert', collection: 'unknown', document: { id: 'x' } },
      ]
      for (const write of bad) {
        const attempt = store.batch([insert({ id: 'first' }), write])
        await expect(attempt).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
      }
      expect(await store.tally('things', {})).toEqual({ count: 0, sum: 0 })
    })

    test("callers don't share documents with the store", async () => {
      const { store } = await create()
      const mine = { id: 'a', list: [1] }
      await store.batch([insert(mine)])
      mine.list.push(2)
      const read = (await store.get<typeof mine>('things', 'a'))!
      expect(read.list).toEqual([1])
      if (!Object.isFrozen(read.list)) read.list.push(3)
      expect(await store.get('things', 'a')).toEqual({ id: 'a', list: [1] })
    })
  })
}
