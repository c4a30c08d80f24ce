import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { matches, type Filter } from '../../../core/model/filter.ts'
import { compareText } from '../../../core/model/order.ts'
import type { DocumentStore } from '../../../core/ports/document-store.ts'
import { contents, filters } from './random-filters.ts'
import { fill, insert, numbered, THINGS, useStore, type DocumentStoreHarness, type Thing } from './subject.ts'

const DOCUMENTS: readonly Thing[] = [
  {
    id: 'a',
    state: 'new',
    rank: 1,
    tags: ['x', 'y'],
    meta: { kind: 'k' },
    plain: 1,
    list: [1, 2],
    deep: [{ v: 1 }, { v: 'z' }],
  },
  { id: 'b', state: 'old', rank: 2, tags: [], owner: 'o', plain: '1', list: [], deep: { v: 2 } },
  { id: 'c', state: 'new', rank: null, tags: ['y', 3], owner: null, plain: true, list: [[5], 'z'] },
  {
    id: 'd',
    rank: 1.5,
    tags: 'x',
    plain: null,
    parts: [{ kind: 'p' }, { kind: 'q' }],
    deep: { v: { w: 1 } },
  },
  { id: 'e', state: true, rank: '1', tags: [null], plain: { an: 'object' }, parts: { kind: 'p' } },
  { id: 'f', state: '\u{1F600}', rank: -3, plain: 0, list: '\uFF5E', deep: [[{ v: 1 }]] },
]

const CASES: readonly (readonly [Filter, string])[] = [
  [{}, 'abcdef'],
  [{ id: 'b' }, 'b'],
  [{ id: { $in: ['a', 'e', 'zz'] } }, 'ae'],
  [{ id: { $in: ['e', 'b', 'a', 'e'] }, rank: { $exists: true } }, 'abe'],
  [{ id: { $in: ['e', 'a', 'c'] }, tags: 'y' }, 'ac'],
  [{ id: { $in: ['e', 'a', 3], $ne: 'a' } }, 'e'],
  [{ id: { $in: ['f', 'd'] }, $or: [{ plain: 0 }, { state: 'new' }] }, 'f'],
  [{ id: 'c', state: 'old' }, ''],
  [{ id: { $in: [] } }, ''],
  [{ id: { $gt: 'b', $lte: 'd' } }, 'cd'],
  [{ id: { $ne: 'a' } }, 'bcdef'],
  [{ state: 'new' }, 'ac'],
  [{ state: 'new', rank: 1 }, 'a'],
  [{ state: { $ne: 'new' } }, 'bdef'],
  [{ state: null }, 'd'],
  [{ state: true }, 'e'],
  [{ state: { $gt: '\uFF5E' } }, 'f'],
  [{ rank: { $in: [1, '1', null] } }, 'ace'],
  [{ rank: { $nin: [1, null] } }, 'bdef'],
  [{ rank: { $lt: 2 } }, 'adf'],
  [{ rank: { $gte: 1, $lt: 2 } }, 'ad'],
  [{ rank: { $gt: '' } }, 'e'],
  [{ rank: { $exists: true } }, 'abdef'],
  [{ rank: { $exists: false } }, 'c'],
  [{ owner: { $exists: true } }, 'b'],
  [{ owner: null }, 'acdef'],
  [{ owner: 'o' }, 'b'],
  [{ tags: 'x' }, 'ad'],
  [{ tags: { $in: ['y', 3] } }, 'ac'],
  [{ tags: { $ne: 'x' } }, 'bcef'],
  [{ tags: { $exists: false } }, 'bef'],
  [{ tags: null }, 'ef'],
  [{ tags: { $gte: 'x', $lt: 'y' } }, 'ad'],
  [{ tags: { $gt: 2 } }, 'c'],
  [{ 'meta.kind': 'k' }, 'a'],
  [{ 'meta.kind': null }, 'bcdef'],
  [{ 'parts.kind': 'p' }, 'de'],
  [{ 'parts.kind': { $nin: ['q'] } }, 'abcef'],
  [{ plain: 1 }, 'a'],
  [{ plain: '1' }, 'b'],
  [{ plain: true }, 'c'],
  [{ plain: null }, 'd'],
  [{ plain: { $exists: true } }, 'abcef'],
  [{ plain: { $in: [0, true] } }, 'cf'],
  [{ plain: { $ne: 1 } }, 'bcdef'],
  [{ list: 2 }, 'a'],
  [{ list: 5 }, 'c'],
  [{ list: { $gt: 'z' } }, 'f'],
  [{ list: { $exists: false } }, 'bde'],
  [{ 'deep.v': 1 }, 'af'],
  [{ 'deep.v': { $lt: 'zz' } }, 'a'],
  [{ 'deep.v': null }, 'ce'],
  [{ 'deep.v.w': 1 }, 'd'],
  [{ 'plain.an': 'object' }, 'e'],
  [{ constructor: null }, 'abcdef'],
  [{ $or: [{ state: 'old' }, { rank: { $lt: 0 } }] }, 'bf'],
  [{ state: 'new', $or: [{ tags: 'x' }, { plain: true }] }, 'ac'],
  [{ $or: [{ tags: 'x', rank: 1 }, { tags: 3 }] }, 'ac'],
  [{ $or: [] }, ''],
]

/** Two groups of 20, some without a kind, an amount or a number for it, some that don't count. */
function counted(): Thing[] {
  return numbered(40).map((_, n) => ({
    id: `${n % 2 === 0 ? 'a' : 'b'}${String(Math.floor(n / 2))}`,
    group: n % 2 === 0 ? 'a' : 'b',
    ...(n % 3 > 0 && { meta: { kind: n % 3 } }),
    ...(n % 5 > 0 && { amount: n % 7 }),
    ...(n % 4 === 1 && { gone: 0 }),
  }))
}

const COUNTED: readonly Filter[] = [
  {},
  { group: 'a' },
  { group: { $in: ['a', 'c'] }, 'meta.kind': 1 },
  { group: 'b', 'meta.kind': { $exists: false } },
  { $or: [{ group: 'c' }, { group: 'b', 'meta.kind': 2 }] },
  { 'meta.kind': { $gt: 1 } },
  { group: 'never' },
]

/** Against all documents, one by one. */
async function expectCounts(store: DocumentStore): Promise<void> {
  const { documents } = await store.find<Thing>('things', { filter: {}, limit: 1000 })
  for (const filter of COUNTED.flatMap((one) => [one, { ...one, gone: { $exists: false } }])) {
    const found = documents.filter((document) => matches(document, filter))
    const amounts = found.map(({ amount }) => (typeof amount === 'number' ? amount : 0))
    const sum = amounts.reduce((total, amount) => total + amount, 0)
    expect([filter, await store.tally('things', filter)]).toEqual([filter, { count: found.length, sum: 0 }])
    const ofAmount = await store.tally('things', filter, 'amount')
    expect([filter, ofAmount]).toEqual([filter, { count: found.length, sum }])
  }
}

export function testFilters(harness: DocumentStoreHarness): void {
  describe('filters', () => {
    const create = useStore(harness)

    test('every operator means what core says', async () => {
      const { store } = await create()
      await fill(store, DOCUMENTS)
      for (const [filter, ids] of CASES) {
        expect([filter, await idsOf(store, filter)]).toEqual([filter, ids])
        expect([
          filter,
          DOCUMENTS.filter((one) => matches(one, filter))
            .map(({ id }) => id)
            .join(''),
        ]).toEqual([filter, ids])
        expect(await store.tally('things', filter)).toEqual({ count: ids.length, sum: 0 })
      }
    })

    test('an unordered field is filtered and summed as any, also after changes, and nothing is sorted by it', async () => {
      const { store } = await create()
      await fill(
        store,
        numbered(6, (n) => ({ state: 's', ...(n > 0 && { weight: n }) })),
      )
      await store.batch([
        { kind: 'update', collection: 'things', id: numbered(6)[5]!.id, change: { unset: ['weight'] } },
        {
          kind: 'update',
          collection: 'things',
          id: numbered(6)[4]!.id,
          change: { increment: { weight: 6 } },
        },
      ])
      expect(await store.tally('things', { state: 's' }, 'weight')).toEqual({ count: 6, sum: 16 })
      expect((await store.tally('things', { weight: { $gt: 2 } }, 'weight')).sum).toBe(13)
      expect((await store.tally('things', { weight: { $exists: false } })).count).toBe(2)
      await expect(
        store.find('things', { filter: {}, sort: { field: 'weight' }, limit: 1 }),
      ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    })

    test('what is counted is right after every kind of write, and after the store was opened with other indexes', async () => {
      const subject = await create()
      const { store } = subject
      await fill(store, counted())
      await expectCounts(store)
      await store.batch([
        { kind: 'update', collection: 'things', id: 'a0', change: { set: { group: 'b' }, unset: ['meta'] } },
        { kind: 'update', collection: 'things', id: 'a1', change: { increment: { amount: 5 } } },
        { kind: 'update', collection: 'things', id: 'a2', change: { set: { gone: 1 } } },
        { kind: 'update', collection: 'things', id: 'b0', change: { unset: ['gone'] } },
        { kind: 'update', collection: 'things', id: 'b1', change: { set: { amount: 'many' } } },
        { kind: 'delete', collection: 'things', id: 'a3' },
        { kind: 'insert', collection: 'things', document: { id: 'a4', group: 'z' } as Thing, keep: true },
      ])
      await store.batch([insert({ id: 'b2', group: 'never' })]) // refused
      await store.claim('things', { group: 'b', amount: 7 }, { field: 'id' }, 1, { set: { group: 'c' } })
      await expectCounts(store)
      await store.close()
      const again = await subject.reopen()
      await again.open([{ ...THINGS, indexes: [{ fields: ['rank'] }] }])
      await again.batch([insert({ id: 'c0', group: 'c', amount: 2 })])
      await again.open([THINGS])
      await expectCounts(again)
    })

    test('documents that are named by their ids come in order, page by page, with the fields that are asked for', async () => {
      const { store } = await create()
      await fill(store, DOCUMENTS)
      const filter = { id: { $in: ['f', 'a', 'zz', 'c', 'b'] } }
      const first = await store.find<Thing>('things', { filter, limit: 2, fields: ['rank'] })
      expect(first.documents).toEqual([
        { id: 'a', rank: 1 },
        { id: 'b', rank: 2 },
      ])
      const rest = { filter, limit: 5, fields: ['rank'], after: first.next! }
      expect((await store.find<Thing>('things', rest)).documents.map(({ id }) => id)).toEqual(['c', 'f'])
      const descending = { filter, limit: 5, sort: { field: 'id', descending: true } }
      expect((await store.find('things', descending)).documents.map(({ id }) => id).join('')).toBe('fcba')
      const whole = await store.find('things', { filter, limit: 5, fields: ['state'] })
      expect(whole).toEqual({
        documents: [
          { id: 'a', state: 'new' },
          { id: 'b', state: 'old' },
          { id: 'c', state: 'new' },
          DOCUMENTS.at(-1),
        ].map((one) => ({ id: one!.id, state: one!.state })),
      })
    })

    test('a tally counts each document once and sums numbers only', async () => {
      const { store } = await create()
      await fill(store, [
        { id: 'a', tags: ['x', 'y', 'z'], rank: 2, plain: 0.5 },
        { id: 'b', tags: ['x'], rank: '7', plain: true },
        { id: 'c', tags: ['y'], plain: 4 },
      ])
      const either = { tags: { $in: ['x', 'y'] } }
      expect(await store.tally('things', either, 'rank')).toEqual({ count: 3, sum: 2 })
      expect(await store.tally('things', either, 'plain')).toEqual({ count: 3, sum: 4.5 })
      expect(await store.tally('things', { tags: 'x', plain: { $ne: 3 } }, 'plain')).toEqual({
        count: 2,
        sum: 0.5,
      })
      expect(await store.tally('things', { tags: 'none' }, 'rank')).toEqual({ count: 0, sum: 0 })
    })

    test('an unknown operator and values that no store can hold are INVALID_ARGUMENT', async () => {
      const { store } = await create()
      const bad = [
        { $and: [] },
        { a: { $regex: 'x' } },
        { a: 'nul\0' },
        { a: { $in: ['\ud800'] } },
        { a: Number.NaN },
      ]
      for (const filter of bad as unknown as Filter[]) {
        await expect(store.find('things', { filter, limit: 1 })).rejects.toMatchObject({
          code: 'INVALID_ARGUMENT',
        })
        await expect(store.tally('things', filter)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
      }
    })

    test('any filter over any documents finds what core matches', async () => {
      const { store } = await create()
      let run = 0
      const property = fc.asyncProperty(
        fc.array(contents, { maxLength: 8 }),
        filters,
        async (bodies, filter) => {
          run += 1
          const documents = bodies.map((body, at): Thing => ({ ...body, id: `${String(run)}-${String(at)}` }))
          await fill(store, documents)
          const here = { ...filter, id: { $gte: `${String(run)}-`, $lt: `${String(run)}.` } }
          const wanted = documents.filter((one) => matches(one, here)).map(({ id }) => id)
          expect(await idsOf(store, here, ',')).toEqual(wanted.sort(compareText).join(','))
          expect((await store.tally('things', here)).count).toBe(wanted.length)
        },
      )
      await fc.assert(property, { numRuns: 200 })
    })
  })
}

async function idsOf(store: DocumentStore, filter: Filter, separator = ''): Promise<string> {
  const { documents } = await store.find('things', { filter, limit: 100 })
  return documents.map(({ id }) => id).join(separator)
}
