import { describe, expect, it } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { digestOf } from '../../../core/model/identity.ts'
import { putOnce } from '../../../core/policies/put-once.ts'
import { type BlobStoreHarness, codeFrom, listed, noise, textAt, useStore } from './setup.ts'

export function testPutIfAbsent(harness: BlobStoreHarness): void {
  describe('put if absent', () => {
    const bundle = useStore(harness)

    it('refuses a key that exists, with the same bytes too, and leaves source and blob as they were', async () => {
      const { store, file } = bundle()
      for (const size of [3, 300 * 1024]) {
        const key = `a/${size}`
        const bytes = noise(size)
        const path = await file(`source-${size}`, bytes)
        await store.put(key, { path }, { ifAbsent: true })
        for (const source of [
          { bytes },
          { stream: Readable.from([bytes]) },
          { path },
          { path, move: true },
        ]) {
          expect(await codeFrom(store.put(key, source, { ifAbsent: true }))).toBe('ALREADY_EXISTS')
        }
        expect(digestOf(await readFile(path))).toBe(digestOf(bytes))
        expect((await listed(store, 'a/')).find((stat) => stat.key === key)?.size).toBe(size)
      }
    })

    it('has one winner among 50 writers, whose bytes stay', async () => {
      const { store } = bundle()
      const contents = Array.from({ length: 50 }, (_, index) => `writer ${index}`)
      const results = await Promise.allSettled(
        contents.map((content) => store.put('a/race', { bytes: Buffer.from(content) }, { ifAbsent: true })),
      )
      const winners = contents.filter((_, index) => results[index]?.status === 'fulfilled')
      expect(winners).toHaveLength(1)
      expect(await textAt(store, 'a/race')).toBe(winners[0])
      const losers = results.filter((result) => result.status === 'rejected')
      expect(losers.map((loser) => (loser.reason as { code: string }).code)).toEqual(
        Array(49).fill('ALREADY_EXISTS'),
      )
    })

    it('can be used again after the key was deleted', async () => {
      const { store } = bundle()
      await store.put('a/b', { bytes: Buffer.from('one') }, { ifAbsent: true })
      await store.delete(['a/b'])
      await store.put('a/b', { bytes: Buffer.from('two') }, { ifAbsent: true })
      expect(await textAt(store, 'a/b')).toBe('two')
    })
  })

  describe('putOnce', () => {
    const bundle = useStore(harness)

    it('takes a key that holds the same bytes as done', async () => {
      const { store, file } = bundle()
      const bytes = Buffer.from('same')
      const digest = digestOf(bytes)
      const path = await file('source', bytes)
      expect(await putOnce(store, 'a', { bytes })).toEqual({ size: 4, digest, existed: false })
      for (const source of [{ bytes }, { path }, { path, move: true }]) {
        expect(await putOnce(store, 'a', source)).toEqual({ size: 4, digest, existed: true })
      }
      const again = await putOnce(store, 'a', { stream: Readable.from([bytes]) }, { digest })
      expect(again).toEqual({ size: 4, digest, existed: true })
    })

    it('refuses a key that holds other bytes, and keeps them', async () => {
      const { store } = bundle()
      await putOnce(store, 'a', { bytes: Buffer.from('one') })
      const conflict = putOnce(store, 'a', { bytes: Buffer.from('two') })
      await expect(conflict).rejects.toMatchObject({ code: 'ALREADY_EXISTS', retryable: false })
      await expect(conflict).rejects.toThrow(digestOf('one'))
      expect(await textAt(store, 'a')).toBe('one')
    })

    it('lets 50 writers of the same bytes all succeed, one of them by writing', async () => {
      const { store } = bundle()
      const bytes = Buffer.from('same')
      const results = await Promise.all(Array.from({ length: 50 }, () => putOnce(store, 'a', { bytes })))
      expect(results.filter((result) => !result.existed)).toHaveLength(1)
    })

    it('refuses a stream whose digest is not known', async () => {
      const { store } = bundle()
      expect(await codeFrom(putOnce(store, 'a', { stream: Readable.from(['x']) }))).toBe('INVALID_ARGUMENT')
    })
  })
}
