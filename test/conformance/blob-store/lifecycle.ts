import { describe, expect, it } from '@jest/globals'
import { type BlobStoreHarness, codeFrom, expectNothing, keysOf, textAt, useStore } from './setup.ts'

export function testLifecycle(harness: BlobStoreHarness): void {
  describe('delete', () => {
    const bundle = useStore(harness)

    it('takes away the blobs named, and no other', async () => {
      const { store } = bundle()
      for (const key of ['a/b', 'a/c', 'a/bb', 'd/e/f']) await store.put(key, { bytes: Buffer.from(key) })
      await store.delete(['a/b', 'd/e/f'])
      await expectNothing(store, 'a/b')
      await expectNothing(store, 'd/e/f')
      expect(await keysOf(store, '')).toEqual(['a/bb', 'a/c'])
      await store.put('d/e/g', { bytes: Buffer.from('again') })
      expect(await textAt(store, 'd/e/g')).toBe('again')
    })

    it('is no error for what is not there, or is a folder', async () => {
      const { store } = bundle()
      await store.put('a/b', { bytes: Buffer.from('x') })
      await store.delete(['a/b', 'a/b', 'never', 'never/there', 'a/b/c'])
      await store.put('a/b', { bytes: Buffer.from('x') })
      await store.delete(['a', 'a/b/c'])
      await store.delete([])
      expect(await keysOf(store, '')).toEqual(['a/b'])
    })

    it('may go on beside puts into the same folder', async () => {
      const { store } = bundle()
      const keys = Array.from({ length: 40 }, (_, index) => `deep/er/${index}`)
      const bytes = Buffer.from('x')
      for (let round = 0; round < 5; round++) {
        await Promise.all(
          keys.map(async (key, index) => {
            await store.put(key, { bytes }, { ifAbsent: true })
            if (index > 0 || round < 4) await store.delete([key])
          }),
        )
      }
      expect(await keysOf(store, '')).toEqual(['deep/er/0'])
    })
  })

  describe('signedUrl', () => {
    const bundle = useStore(harness)

    it('reads the blob without credentials, or says that it can not', async () => {
      const { store } = bundle()
      await store.put('a/b', { bytes: Buffer.from('shared') })
      if (!store.capabilities.signedUrls) {
        expect(await codeFrom(store.signedUrl('a/b', 60_000))).toBe('UNIMPLEMENTED')
        return
      }
      const response = await fetch(await store.signedUrl('a/b', 60_000))
      expect(await response.text()).toBe('shared')
    })
  })

  describe('open, sync and close', () => {
    const bundle = useStore(harness)

    it('makes blobs durable, of many folders at once, again and again', async () => {
      const { store } = bundle()
      const keys = ['a', 'b/c', 'b/d', 'e/f/g/h']
      await Promise.all(keys.map((key) => store.put(key, { bytes: Buffer.from(key) })))
      await store.sync(keys)
      await Promise.all([store.sync(keys), store.sync(['b/c']), store.sync([])])
      for (const key of keys) expect(await textAt(store, key)).toBe(key)
      expect(await codeFrom(store.sync(['b/c', '../x']))).toBe('INVALID_ARGUMENT')
    })

    it('may be opened twice and closed twice', async () => {
      const { store } = bundle()
      await store.put('a', { bytes: Buffer.from('x') })
      await store.open()
      expect(await textAt(store, 'a')).toBe('x')
      await store.close()
      await store.close()
    })

    it('refuses every call after it was closed, and before it was opened', async () => {
      const closed = bundle().store
      await closed.put('a', { bytes: Buffer.from('x') })
      await closed.close()
      const created = await harness.create()
      for (const store of [closed, created.store]) {
        const calls = [
          store.put('b', { bytes: Buffer.from('x') }),
          store.read('a'),
          store.download('a', `${bundle().folder}/out`),
          store.stat('a'),
          keysOf(store, ''),
          store.delete(['a']),
          store.signedUrl('a', 1000),
          store.sync(['a']),
        ]
        for (const call of calls) expect(await codeFrom(call)).toBe('FAILED_PRECONDITION')
      }
      expect(await codeFrom(closed.open())).toBe('FAILED_PRECONDITION')
      await created.store.close()
      await created.dispose()
    })
  })
}
