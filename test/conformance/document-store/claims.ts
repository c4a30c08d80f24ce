import { describe, expect, test } from '@jest/globals'
import { fill, insert, numbered, useStore, type DocumentStoreHarness, type Thing } from './subject.ts'

const BY_RANK = { field: 'rank' }

export function testClaims(harness: DocumentStoreHarness): void {
  describe('claims and races', () => {
    const create = useStore(harness)

    test('a claim takes the first in the order and returns them as changed', async () => {
      const { store } = await create()
      await fill(
        store,
        numbered(6, (n) => ({ state: 'queued', rank: 10 - n, tries: n })),
      )
      const change = { set: { state: 'mine' }, increment: { tries: 1 } }
      const claimed = await store.claim<Thing>('things', { state: 'queued' }, BY_RANK, 2, change)
      expect(claimed).toEqual([
        { id: 't00005', state: 'mine', rank: 5, tries: 6 },
        { id: 't00004', state: 'mine', rank: 6, tries: 5 },
      ])
      expect(await store.get('things', 't00005')).toEqual(claimed[0])
      expect(await store.tally('things', { state: 'queued' })).toEqual({ count: 4, sum: 0 })
    })

    test('a claim finds nothing where nothing matches, and all where there is little', async () => {
      const { store } = await create()
      await fill(
        store,
        numbered(3, () => ({ state: 'queued', plain: 'yes' })),
      )
      expect(await store.claim('things', { state: 'none' }, BY_RANK, 5, { set: { state: 'mine' } })).toEqual(
        [],
      )
      const filter = { state: 'queued', plain: 'yes', missing: null }
      expect(await store.claim('things', filter, BY_RANK, 5, { set: { state: 'mine' } })).toHaveLength(3)
    })

    test('a claim raced by 50 gives each document to exactly one', async () => {
      const { store } = await create()
      await fill(
        store,
        numbered(120, (n) => ({ state: 'queued', rank: n })),
      )
      const callers = Array.from({ length: 50 }, (_, caller) =>
        store.claim<Thing>('things', { state: 'queued' }, BY_RANK, 3, { set: { state: 'claimed', caller } }),
      )
      const claims = await Promise.all(callers)
      const ids = claims.flat().map(({ id }) => id)
      expect(ids).toHaveLength(120)
      expect(new Set(ids).size).toBe(120)
      for (const [caller, mine] of claims.entries()) {
        for (const { id } of mine) expect(await store.get('things', id)).toMatchObject({ caller })
      }
    })

    test('of writers racing on one id, one inserts', async () => {
      const { store } = await create()
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, writer) => store.batch([insert({ id: 'one', writer })])),
      )
      const winners = results.flatMap(({ refused }, writer) => (refused === undefined ? [writer] : []))
      expect(winners).toHaveLength(1)
      expect(await store.get('things', 'one')).toEqual({ id: 'one', writer: winners[0] })
    })

    test('of writers racing on one guard, one passes', async () => {
      const { store } = await create()
      await fill(store, [{ id: 'one', version: 1 }])
      const results = await Promise.all(
        Array.from({ length: 20 }, () =>
          store.batch([
            {
              kind: 'update',
              collection: 'things',
              id: 'one',
              guard: { version: 1 },
              change: { increment: { version: 1 } },
            },
          ]),
        ),
      )
      expect(results.filter(({ refused }) => refused === undefined)).toHaveLength(1)
      expect(await store.get('things', 'one')).toEqual({ id: 'one', version: 2 })
    })

    test('increments of many writers all count', async () => {
      const { store } = await create()
      await fill(store, [{ id: 'one', rank: 0 }])
      const add = () =>
        store.batch([{ kind: 'update', collection: 'things', id: 'one', change: { increment: { rank: 1 } } }])
      await Promise.all(Array.from({ length: 100 }, add))
      expect(await store.get('things', 'one')).toEqual({ id: 'one', rank: 100 })
    })

    test('a read begun after an acknowledged write sees it, whatever else is written', async () => {
      const { store } = await create()
      const write = async (n: number) => {
        const id = `seen${String(n)}`
        await store.batch([insert({ id, rank: n })])
        expect(await store.get('things', id)).toEqual({ id, rank: n })
        expect((await store.find('things', { filter: { rank: n }, limit: 2 })).documents).toHaveLength(1)
        expect((await store.tally('things', { id })).count).toBe(1)
      }
      await Promise.all(Array.from({ length: 100 }, (_, n) => write(n)))
    })
  })
}
