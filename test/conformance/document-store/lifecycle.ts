import { describe, expect, test } from '@jest/globals'
import { codeOf } from '../../../core/errors.ts'
import type { DocumentStore } from '../../../core/ports/document-store.ts'
import { fill, insert, numbered, OTHERS, THINGS, useStore, type DocumentStoreHarness } from './subject.ts'

export function testLifecycle(harness: DocumentStoreHarness): void {
  describe('lifecycle', () => {
    const create = useStore(harness)

    test('reopening finds everything, and may add collections and indexes', async () => {
      const subject = await create()
      await fill(
        subject.store,
        numbered(30, (n) => ({ rank: n, tags: ['x'], late: `l${String(n % 3)}` })),
      )
      const store = await subject.reopen()
      const indexes = [{ fields: ['late', 'rank'] }, { fields: ['tags'], multi: true }]
      await store.open([{ name: 'things', indexes }, OTHERS, { name: 'more', indexes: [] }])
      expect(await store.tally('things', { tags: 'x' }, 'rank')).toEqual({ count: 30, sum: 435 })
      const { documents } = await store.find('things', {
        filter: { late: 'l1' },
        sort: { field: 'rank' },
        limit: 50,
      })
      expect(documents.map(({ id }) => id)).toEqual(
        numbered(30)
          .map(({ id }) => id)
          .filter((_, n) => n % 3 === 1),
      )
      expect(await store.batch([{ kind: 'insert', collection: 'more', document: { id: 'a' } }])).toEqual({
        kept: [],
      })
    })

    test('opening again changes nothing', async () => {
      const { store } = await create()
      await fill(store, numbered(5))
      await store.open([THINGS, OTHERS])
      await Promise.all([store.open([THINGS]), store.open([OTHERS])])
      expect((await store.tally('things', {})).count).toBe(5)
    })

    test('before open and after close every method rejects with FAILED_PRECONDITION', async () => {
      const subject = await create()
      await subject.store.close()
      await expectClosed(subject.store)
      await subject.store.close()
      await expectClosed(await subject.reopen())
    })

    test('close finishes what was begun: what was acknowledged is there, the rest was refused', async () => {
      const subject = await create()
      const writes = numbered(200).map((document) => subject.store.batch([insert(document)]))
      const closing = subject.store.close()
      const outcomes = await Promise.allSettled(writes)
      await closing
      const store = await subject.reopen()
      await store.open([THINGS, OTHERS])
      for (const [n, outcome] of outcomes.entries()) {
        const document = numbered(200)[n]!
        if (outcome.status === 'fulfilled') expect(await store.get('things', document.id)).toEqual(document)
        else expect(codeOf(outcome.reason)).toBe('FAILED_PRECONDITION')
      }
      expect((await store.tally('things', {})).count).toBe(
        outcomes.filter(({ status }) => status === 'fulfilled').length,
      )
    })
  })
}

async function expectClosed(store: DocumentStore): Promise<void> {
  const sort = { field: 'id' }
  const calls = [
    () => store.get('things', 'a'),
    () => store.find('things', { filter: {}, limit: 1 }),
    () => store.tally('things', {}),
    () => store.claim('things', {}, sort, 1, {}),
    () => store.batch([insert({ id: 'a' })]),
  ]
  for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' })
}
