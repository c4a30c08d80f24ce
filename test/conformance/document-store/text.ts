import { describe, expect, test } from '@jest/globals'
import { insert, useStore, type DocumentStoreHarness } from './subject.ts'

const NAMES = [
  '..',
  '../../etc/passwd',
  ' spaces in and around ',
  `it's "quoted" \`so\``,
  'a/b\\c',
  '%00 _like_ %',
  '$where',
  'Ünïcödé ☃ 日本語 \u{1F600}',
  'e\u0301',
  '\u00e9',
  'line\nbreak\ttab',
  '; drop table things; --',
  'x'.repeat(1000),
]

export function testText(harness: DocumentStoreHarness): void {
  describe('text', () => {
    const create = useStore(harness)

    test('ids and values of any text come back unchanged and are told apart', async () => {
      const { store } = await create()
      await store.batch(
        NAMES.map((id) => insert({ id, state: id, tags: [id, `${id}!`], [`field ${id}`]: id })),
      )
      for (const id of NAMES) {
        const document = { id, state: id, tags: [id, `${id}!`], [`field ${id}`]: id }
        expect(await store.get('things', id)).toEqual(document)
        for (const filter of [{ state: id }, { tags: `${id}!` }, { id }]) {
          expect((await store.find('things', { filter, limit: 5 })).documents).toEqual([document])
        }
      }
      const paged = await store.find('things', { filter: {}, limit: 3, sort: { field: 'state' } })
      const rest = await store.find('things', {
        filter: {},
        limit: 50,
        sort: { field: 'state' },
        after: paged.next!,
      })
      expect(new Set([...paged.documents, ...rest.documents].map(({ id }) => id))).toEqual(new Set(NAMES))
    })

    test('NUL and halves of surrogate pairs are refused in keys, and kept in payloads', async () => {
      const { store } = await create()
      for (const text of ['nul\0', '\0', 'half \ud800']) {
        for (const document of [{ id: text }, { id: 'a', state: text }, { id: 'a', tags: ['x', text] }]) {
          await expect(store.batch([insert(document)])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
        }
        await expect(store.get('things', text)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
      }
      const payload = { id: 'a', message: 'cut\0here', list: ['\0'] }
      await store.batch([insert(payload)])
      expect(await store.get('things', 'a')).toEqual(payload)
      expect(
        (await store.find('things', { filter: { message: { $gt: 'cut' } }, limit: 5 })).documents,
      ).toEqual([payload])
    })

    test('a field that is called like a part of JavaScript is a field like others', async () => {
      const { store } = await create()
      const document = { id: 'a', toString: 1, hasOwnProperty: 'x', length: 3 }
      await store.batch([insert(document)])
      expect(await store.get('things', 'a')).toEqual(document)
      expect((await store.find('things', { filter: { length: 3 }, limit: 5 })).documents).toHaveLength(1)
    })

    test('documents of 120 KB are kept whole', async () => {
      const { store } = await create()
      const documents = Array.from({ length: 20 }, (_, n) => ({
        id: `big${String(n)}`,
        rank: n,
        payload: `${String(n)}é`.repeat(120_000 / 4),
      }))
      await Promise.all(documents.map((document) => store.batch([insert(document)])))
      for (const document of documents) expect(await store.get('things', document.id)).toEqual(document)
      const { documents: listed } = await store.find('things', { filter: {}, limit: 50, fields: ['rank'] })
      expect(JSON.stringify(listed).length).toBeLessThan(2000)
    })

    test('numbers come back exactly', async () => {
      const { store } = await create()
      const numbers = [0, -1, 1.1, 2 ** 53 - 1, -(2 ** 53), 1e21, 5e-324, 1.7976931348623157e308, 0.1 + 0.2]
      await store.batch(numbers.map((rank, n) => insert({ id: String(n), rank, plain: rank })))
      for (const [n, rank] of numbers.entries()) {
        const { documents } = await store.find('things', { filter: { rank, plain: rank }, limit: 5 })
        expect(documents).toEqual([{ id: String(n), rank, plain: rank }])
      }
    })
  })
}
