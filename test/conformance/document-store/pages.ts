import { describe, expect, test } from '@jest/globals'
import type { DocumentStore, Query } from '../../../core/ports/document-store.ts'
import { fill, insert, numbered, useStore, type DocumentStoreHarness, type Thing } from './subject.ts'

export function testPages(harness: DocumentStoreHarness): void {
  describe('pages', () => {
    const create = useStore(harness)

    test.each([
      ['by id', undefined],
      ['by id, descending', { field: 'id', descending: true }],
      ['by a field with ties and gaps', { field: 'rank' }],
      ['by a field with ties and gaps, descending', { field: 'rank', descending: true }],
      ['by a sparse field', { field: 'owner' }],
    ])('pages %s neither skip nor repeat', async (_, sort) => {
      const { store } = await create()
      const ranks = [1, 2, undefined, '1', null, 1.5, true, false]
      await fill(
        store,
        numbered(50, (n) => ({ rank: ranks[n % 8], ...(n % 5 === 0 && { owner: `o${String(n % 3)}` }) })),
      )
      const query = { filter: {}, limit: 7, ...(sort && { sort }) }
      const paged = await allOf(store, query)
      const whole = await store.find<Thing>('things', { ...query, limit: 100 })
      expect(paged).toEqual(whole.documents.map(({ id }) => id))
      expect(new Set(paged).size).toBe(50)
      expect(whole.next).toBeUndefined()
    })

    test('the order is null, numbers, text by code points, false, true; then the id', async () => {
      const { store } = await create()
      const ranks = [true, '\u{1F600}', '\uFF5E', 'b', 10, 2, null, false, 'b', undefined, -1]
      await fill(
        store,
        ranks.map((rank, n) => ({ id: String.fromCharCode(97 + n), rank })),
      )
      const { documents } = await store.find('things', { filter: {}, sort: { field: 'rank' }, limit: 20 })
      expect(documents.map(({ id }) => id).join('')).toBe('gjkfedicbha')
      const turned = await store.find('things', {
        filter: {},
        sort: { field: 'rank', descending: true },
        limit: 20,
      })
      expect(turned.documents.map(({ id }) => id).join('')).toBe('ahbcidefkjg')
    })

    test('what is there when paging begins comes exactly once while others are inserted', async () => {
      const { store } = await create()
      const first = numbered(60, (n) => ({ rank: n % 4, tags: ['x'] }))
      await fill(store, first)
      let inserted = 0
      const paged = await allOf(
        store,
        { filter: { tags: 'x' }, sort: { field: 'rank' }, limit: 6 },
        async () => {
          inserted += 1
          const more = [0, 1, 2, 3].map((rank) =>
            insert({ id: `m${String(inserted)}-${String(rank)}`, rank, tags: ['x'] }),
          )
          if (inserted < 12) await store.batch(more)
        },
      )
      expect(new Set(paged).size).toBe(paged.length)
      expect(paged.filter((id) => id.startsWith('t')).sort()).toEqual(first.map(({ id }) => id))
    })

    test('a page has a filter and a limit, and says whether there may be more', async () => {
      const { store } = await create()
      await fill(
        store,
        numbered(10, (n) => ({ state: n % 2 === 0 ? 'even' : 'odd', plain: n })),
      )
      const page = await store.find('things', { filter: { state: 'odd', plain: { $gt: 2 } }, limit: 2 })
      expect(page.documents.map(({ id }) => id)).toEqual(['t00003', 't00005'])
      const rest = await store.find('things', {
        filter: { state: 'odd', plain: { $gt: 2 } },
        limit: 5,
        after: page.next!,
      })
      expect(rest.documents.map(({ id }) => id)).toEqual(['t00007', 't00009'])
      expect(rest.next).toBeUndefined()
    })

    test('fields gives the id and the top-level fields that are there', async () => {
      const { store } = await create()
      await fill(store, [
        { id: 'a', state: 'new', rank: null, payload: 'x'.repeat(1000), deep: { v: 1 } },
        { id: 'b' },
      ])
      const { documents } = await store.find('things', {
        filter: {},
        limit: 5,
        fields: ['state', 'rank', 'deep'],
      })
      expect(documents).toEqual([{ id: 'a', state: 'new', rank: null, deep: { v: 1 } }, { id: 'b' }])
    })

    test('a cursor that is none, or of another order, is INVALID_ARGUMENT', async () => {
      const { store } = await create()
      await fill(
        store,
        numbered(5, (n) => ({ rank: n })),
      )
      const query: Query = { filter: {}, limit: 2, sort: { field: 'rank' } }
      const { next } = await store.find('things', query)
      const bad = [
        '',
        'nonsense',
        Buffer.from('[1]').toString('base64url'),
        Buffer.from('{}').toString('base64url'),
      ]
      for (const after of bad) {
        await expect(store.find('things', { ...query, after })).rejects.toMatchObject({
          code: 'INVALID_ARGUMENT',
        })
      }
      const other = store.find('things', { filter: {}, limit: 2, after: next! })
      await expect(other).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    })

    test('a limit out of range, or an order without an index, is INVALID_ARGUMENT', async () => {
      const { store } = await create()
      for (const limit of [0, -1, 1.5, 10_001]) {
        await expect(store.find('things', { filter: {}, limit })).rejects.toMatchObject({
          code: 'INVALID_ARGUMENT',
        })
      }
      for (const field of ['plain', 'tags']) {
        const attempt = store.find('things', { filter: {}, limit: 1, sort: { field } })
        await expect(attempt).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
      }
    })
  })
}

async function allOf(
  store: DocumentStore,
  query: Query,
  between = () => Promise.resolve(),
): Promise<string[]> {
  const ids: string[] = []
  let after: string | undefined
  do {
    const page = await store.find('things', { ...query, ...(after !== undefined && { after }) })
    ids.push(...page.documents.map(({ id }) => id))
    after = page.next
    await between()
  } while (after !== undefined)
  return ids
}
