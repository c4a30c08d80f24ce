import { describe, expect, it } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { IteronError } from '../../../core/errors.ts'
import { digestOf } from '../../../core/model/identity.ts'
import type { BlobSource } from '../../../core/ports/blob-store.ts'
import {
  type BlobStoreHarness,
  bytesOf,
  codeFrom,
  exists,
  expectNothing,
  keysOf,
  noise,
  textAt,
  useStore,
} from './setup.ts'

export function testPutting(harness: BlobStoreHarness): void {
  describe('put', () => {
    const bundle = useStore(harness)
    const sizes = [0, 1, 1024, 256 * 1024, 256 * 1024 + 1, 3 * 1024 * 1024 + 7]

    it.each(sizes)('takes %d bytes from memory, from a stream and from a file', async (size) => {
      const { store, file } = bundle()
      const bytes = noise(size)
      const path = await file('source', bytes)
      const sources: BlobSource[] = [{ bytes }, { stream: Readable.from(size > 0 ? [bytes] : []) }, { path }]
      for (const [index, source] of sources.entries()) {
        const result = await store.put(`a/${index}`, source)
        expect(result).toEqual({ size, digest: digestOf(bytes) })
        expect(digestOf(await bytesOf(await store.read(`a/${index}`)))).toBe(result.digest)
      }
      expect(await exists(path)).toBe(true)
    })

    it.each([10, 300 * 1024])('moves a file of %d bytes away if it can, else leaves it', async (size) => {
      const { store, file } = bundle()
      const bytes = noise(size)
      const path = await file('source', bytes)
      expect(await store.put('a/b', { path, move: true })).toEqual({ size, digest: digestOf(bytes) })
      expect(await exists(path)).toBe(!store.capabilities.move)
      expect((await store.stat('a/b'))?.size).toBe(size)
    })

    it('keeps its own copy of bytes that change afterwards', async () => {
      const { store } = bundle()
      const bytes = Buffer.from('before')
      await store.put('a', { bytes })
      bytes.write('after!')
      expect(await textAt(store, 'a')).toBe('before')
    })

    it('replaces a blob when it is not told otherwise', async () => {
      const { store } = bundle()
      await store.put('a', { bytes: Buffer.from('one') })
      await store.put('a', { bytes: Buffer.from('two') })
      expect(await textAt(store, 'a')).toBe('two')
    })

    it('refuses bytes that have another digest than the one given, and leaves nothing', async () => {
      const { store, file } = bundle()
      for (const size of [4, 300 * 1024]) {
        const bytes = noise(size)
        const path = await file(`source-${size}`, bytes)
        for (const source of [
          { bytes },
          { stream: Readable.from([bytes]) },
          { path },
          { path, move: true },
        ]) {
          expect(await codeFrom(store.put('a/b', source, { digest: digestOf('other') }))).toBe('DATA_LOSS')
          await expectNothing(store, 'a/b')
        }
        expect(digestOf(await readFile(path))).toBe(digestOf(bytes))
        await store.put(`ok/${size}`, { bytes }, { digest: digestOf(bytes) })
      }
    })

    it('leaves nothing when it is aborted in mid-stream, and lets go of the stream', async () => {
      const { store } = bundle()
      const controller = new AbortController()
      const pieces = [noise(100_000), noise(100_000)]
      const stream = new Readable({
        read() {
          const piece = pieces.pop()
          if (piece) this.push(piece)
          else controller.abort()
        },
      })
      const code = codeFrom(store.put('a/b', { stream }, { signal: controller.signal }))
      expect(await code).toBe('CANCELLED')
      expect(stream.destroyed).toBe(true)
      await expectNothing(store, 'a/b')
    })

    it('does nothing under a signal that was aborted before', async () => {
      const { store, file } = bundle()
      const path = await file('source', noise(300 * 1024))
      const signal = AbortSignal.abort()
      for (const source of [{ bytes: Buffer.from('x') }, { path, move: true }]) {
        expect(await codeFrom(store.put('a/b', source, { signal }))).toBe('CANCELLED')
      }
      await expectNothing(store, 'a/b')
      expect(await exists(path)).toBe(true)
    })

    it('leaves nothing when the stream fails, and passes on why', async () => {
      const { store } = bundle()
      const failing = (error: Error) =>
        Readable.from(
          (function* () {
            yield noise(100_000)
            throw error
          })(),
        )
      const foreign = store.put('a/b', { stream: failing(new Error('the camera is off')) })
      await expect(foreign).rejects.toMatchObject({ code: 'UNKNOWN' })
      await expect(foreign).rejects.toThrow('the camera is off')
      const own = failing(new IteronError('UNAVAILABLE', 'the camera sleeps'))
      expect(await codeFrom(store.put('a/b', { stream: own }))).toBe('UNAVAILABLE')
      await expectNothing(store, 'a/b')
    })

    it('says so when the source file is not there', async () => {
      const { store, folder } = bundle()
      expect(await codeFrom(store.put('a/b', { path: `${folder}/missing` }))).toBe('NOT_FOUND')
      await expectNothing(store, 'a/b')
    })

    it('retains, or says that it can not', async () => {
      const { store } = bundle()
      if (store.capabilities.retention) return
      const put = store.put('a', { bytes: Buffer.from('x') }, { retainUntil: Date.now() + 1000 })
      expect(await codeFrom(put)).toBe('UNIMPLEMENTED')
      expect(await keysOf(store, '')).toEqual([])
    })
  })
}
