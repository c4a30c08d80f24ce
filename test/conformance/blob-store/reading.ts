import { describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { readFile, stat as statFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestOf } from '../../../core/model/identity.ts'
import { type BlobStoreHarness, bytesOf, codeFrom, exists, noise, textAt, useStore } from './setup.ts'

export function testReading(harness: BlobStoreHarness): void {
  describe('read', () => {
    const bundle = useStore(harness)

    it.each([
      [{ offset: 0 }, 'abcdef'],
      [{ offset: 2 }, 'cdef'],
      [{ offset: 2, length: 3 }, 'cde'],
      [{ offset: 5, length: 100 }, 'f'],
      [{ offset: 0, length: 0 }, ''],
      [{ offset: 6 }, ''],
      [{ offset: 6, length: 2 }, ''],
    ])('gives the range %j', async (range, expected) => {
      const { store } = bundle()
      await store.put('a', { bytes: Buffer.from('abcdef') })
      expect((await bytesOf(await store.read('a', range))).toString()).toBe(expected)
    })

    it('refuses ranges that are none', async () => {
      const { store } = bundle()
      await store.put('a', { bytes: Buffer.from('abcdef') })
      expect(await codeFrom(store.read('a', { offset: 7 }))).toBe('OUT_OF_RANGE')
      for (const range of [{ offset: -1 }, { offset: 0.5 }, { offset: 0, length: -1 }, { offset: NaN }]) {
        expect(await codeFrom(store.read('a', range))).toBe('INVALID_ARGUMENT')
      }
    })

    it('gives a range in the middle of a large blob', async () => {
      const { store } = bundle()
      const bytes = noise(3 * 1024 * 1024)
      await store.put('a', { bytes })
      const part = await bytesOf(await store.read('a', { offset: 1_000_001, length: 1_500_000 }))
      expect(digestOf(part)).toBe(digestOf(bytes.subarray(1_000_001, 2_500_001)))
    })

    it('rejects the call when there is no such blob, a folder of blobs included', async () => {
      const { store, folder } = bundle()
      await store.put('a/b', { bytes: Buffer.from('x') })
      for (const key of ['nothing', 'a', 'a/b/c']) {
        expect(await codeFrom(store.read(key))).toBe('NOT_FOUND')
        expect(await codeFrom(store.download(key, join(folder, 'out')))).toBe('NOT_FOUND')
        expect(await store.stat(key)).toBeUndefined()
      }
      expect(await exists(join(folder, 'out'))).toBe(false)
    })

    it('ends a stream that is aborted with CANCELLED', async () => {
      const { store } = bundle()
      await store.put('a', { bytes: noise(5 * 1024 * 1024) })
      const controller = new AbortController()
      const stream = await store.read('a', undefined, controller.signal)
      const rest = (async () => {
        for await (const chunk of stream) controller.abort(chunk)
      })()
      expect(await codeFrom(rest)).toBe('CANCELLED')
      expect(await codeFrom(store.read('a', undefined, AbortSignal.abort()))).toBe('CANCELLED')
    })

    it('may be left in the middle', async () => {
      const { store } = bundle()
      await store.put('a', { bytes: noise(5 * 1024 * 1024) })
      const stream = await store.read('a')
      await stream[Symbol.asyncIterator]().next()
      stream.destroy()
      await once(stream, 'close')
      expect((await store.stat('a'))?.size).toBe(5 * 1024 * 1024)
    })
  })

  describe('stat', () => {
    const bundle = useStore(harness)

    it('tells key and size, and the digest if it knows it', async () => {
      const { store } = bundle()
      const { digest } = await store.put('a/b', { bytes: Buffer.from('abc') })
      const stat = await store.stat('a/b')
      expect(stat).toMatchObject({ key: 'a/b', size: 3 })
      expect([undefined, digest]).toContain(stat?.digest)
    })
  })

  describe('download', () => {
    const bundle = useStore(harness)

    it.each([0, 5, 256 * 1024, 3 * 1024 * 1024 + 1])('writes %d bytes into a new file', async (size) => {
      const { store, folder } = bundle()
      const bytes = noise(size)
      await store.put('a', { bytes })
      const path = join(folder, 'out')
      expect(await store.download('a', path)).toEqual({ size, digest: digestOf(bytes) })
      expect(digestOf(await readFile(path))).toBe(digestOf(bytes))
    })

    it.each([5, 300 * 1024])('gives a private copy of %d bytes that can be written to', async (size) => {
      const { store, folder } = bundle()
      const bytes = noise(size)
      const { digest } = await store.put('a', { bytes })
      const path = join(folder, 'out')
      await store.download('a', path)
      expect((await statFile(path)).mode & 0o200).toBe(0o200)
      await writeFile(path, 'scribble', { flag: 'r+' })
      expect(digestOf(await bytesOf(await store.read('a')))).toBe(digest)
    })

    it('leaves a file alone that is there', async () => {
      const { store, file } = bundle()
      await store.put('a', { bytes: Buffer.from('new') })
      const path = await file('out', 'old')
      expect(await codeFrom(store.download('a', path))).toBe('ALREADY_EXISTS')
      expect(await readFile(path, 'utf8')).toBe('old')
      expect(await textAt(store, 'a')).toBe('new')
    })

    it('leaves no file when it is aborted', async () => {
      const { store, folder } = bundle()
      await store.put('a', { bytes: noise(300 * 1024) })
      const path = join(folder, 'out')
      expect(await codeFrom(store.download('a', path, AbortSignal.abort()))).toBe('CANCELLED')
      expect(await exists(path)).toBe(false)
    })
  })
}
