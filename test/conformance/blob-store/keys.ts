import { describe, expect, it } from '@jest/globals'
import { encodePath } from '../../../core/model/blob-key.ts'
import { type BlobStoreHarness, codeFrom, keysOf, listed, noise, textAt, useStore } from './setup.ts'

const PATHS = [
  'plain.txt',
  'with space/and + & = ? #.txt',
  '100%.txt',
  '%41.txt',
  'line\nbreak\ttab',
  'back\\slash',
  'dots.../trailing ',
  'übung/写真/🦄.png',
  'u\u0308bung',
  '-rf',
  '~',
  'quote\'s "both"',
  'long/'.padEnd(260, 'é'),
  'x'.repeat(255),
  Array(40).fill('y'.repeat(100)).join('/'),
]

const REFUSED = ['', '/', '/a', 'a/', 'a//b', '.', '..', 'a/./b', 'a/../b', '../a', 'a\0b', '\ud800']

export function testKeys(harness: BlobStoreHarness): void {
  describe('keys', () => {
    const bundle = useStore(harness)

    it('hold any path, encoded, each under a key of its own', async () => {
      const { store } = bundle()
      const keys = PATHS.map((path) => encodePath('p/', path, store.capabilities))
      for (const [index, key] of keys.entries()) {
        await store.put(key, { bytes: Buffer.from(`content ${index}`) }, { ifAbsent: true })
      }
      for (const [index, key] of keys.entries()) expect(await textAt(store, key)).toBe(`content ${index}`)
      expect(new Set(await keysOf(store, 'p/'))).toEqual(new Set(keys))
    })

    it.each(REFUSED)('refuse %j everywhere', async (key) => {
      const { store, folder } = bundle()
      const calls = [
        store.put(key, { bytes: Buffer.from('x') }),
        store.read(key),
        store.download(key, `${folder}/out`),
        store.stat(key),
        store.delete([key]),
      ]
      for (const call of calls) expect(await codeFrom(call)).toBe('INVALID_ARGUMENT')
      expect(await keysOf(store, '')).toEqual([])
    })

    it('refuse parts and keys that are too long', async () => {
      const { store } = bundle()
      const { maxPartBytes, maxKeyBytes } = store.capabilities
      const bytes = Buffer.from('x')
      for (const key of ['x'.repeat(maxPartBytes + 1), 'x/'.repeat(maxKeyBytes / 2) + 'x']) {
        expect(await codeFrom(store.put(key, { bytes }))).toBe('INVALID_ARGUMENT')
      }
      await store.put('x'.repeat(maxPartBytes), { bytes })
    })
  })

  describe('list', () => {
    const bundle = useStore(harness)

    it('gives keys in byte order with their sizes', async () => {
      const { store } = bundle()
      const keys = ['a', 'a-b/c', 'b.txt', 'b/c', 'b/c.d', 'b/c-d/e', 'b0', 'Z', 'é', '\uff5e', '\u{1f984}']
      for (const [index, key] of keys.entries()) await store.put(key, { bytes: noise(index) })
      const stats = await listed(store, '')
      const sorted = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      expect(stats.map((stat) => stat.key)).toEqual(sorted)
      for (const { key, size } of stats) expect(size).toBe(keys.indexOf(key))
    })

    it('takes a prefix as whole parts: names that begin the same are others', async () => {
      const { store } = bundle()
      for (const key of ['job/1', 'job/10/a', 'job/1x', 'job-2/a', 'jobs/a', 'job/10/b/c', 'job/100/a']) {
        await store.put(key, { bytes: Buffer.from('x') })
      }
      expect(await keysOf(store, 'job/10/')).toEqual(['job/10/a', 'job/10/b/c'])
      expect(await keysOf(store, 'job/')).toEqual(['job/1', 'job/10/a', 'job/10/b/c', 'job/100/a', 'job/1x'])
      expect(await keysOf(store, 'nothing/here/')).toEqual([])
      expect(await keysOf(store, 'job/1/')).toEqual([])
    })

    it('refuses a prefix that is no whole number of parts', async () => {
      const { store } = bundle()
      for (const prefix of ['a', '/', '../', 'a//', 'a/../', '\0/']) {
        expect(await codeFrom(keysOf(store, prefix))).toBe('INVALID_ARGUMENT')
      }
    })

    it('goes on beyond a page, and ends when it is aborted', async () => {
      const { store } = bundle()
      const keys = Array.from({ length: 1100 }, (_, index) => `p/${String(index).padStart(4, '0')}`)
      await Promise.all(keys.map((key) => store.put(key, { bytes: Buffer.from('x') })))
      expect(await keysOf(store, 'p/')).toEqual(keys)
      const controller = new AbortController()
      const seen: string[] = []
      const listing = (async () => {
        for await (const { key } of store.list('p/', controller.signal)) {
          seen.push(key)
          controller.abort()
        }
      })()
      expect(await codeFrom(listing)).toBe('CANCELLED')
      expect(seen.length).toBeLessThan(keys.length)
    })
  })
}
