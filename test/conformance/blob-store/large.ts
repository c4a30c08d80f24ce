import { describe, expect, it } from '@jest/globals'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Digester } from '../../../core/model/digest.ts'
import { type BlobStoreHarness, noise, useStore } from './setup.ts'

const MIB = 1024 * 1024
const LONG = process.env['ITERON_TEST_LONG'] === '1'
const BLOB_MIB = LONG ? 1536 : 64
const GROWTH_MIB = LONG ? 96 : 48

export function testLarge(harness: BlobStoreHarness): void {
  describe('a large blob', () => {
    const bundle = useStore(harness)

    it(
      `of ${BLOB_MIB} MiB is put, read and downloaded in bounded memory`,
      async () => {
        const { store, folder } = bundle()
        const chunk = noise(MIB)
        const expected = digestOfChunks(chunk)
        const memory = watchMemory()
        const put = await store.put('a/large', { stream: streamOf(chunk, memory.sample) })
        expect(put).toEqual({ size: BLOB_MIB * MIB, digest: expected })

        const digester = new Digester()
        for await (const part of await store.read('a/large')) {
          digester.update(part as Uint8Array)
          memory.sample()
        }
        expect(digester.digest()).toBe(expected)

        const path = join(folder, 'large')
        expect((await store.download('a/large', path)).digest).toBe(expected)
        await store.delete(['a/large'])
        expect((await store.put('a/file', { path })).digest).toBe(expected)
        await store.delete(['a/file'])
        expect((await store.put('a/moved', { path, move: true })).digest).toBe(expected)
        memory.sample()
        await rm(path, { force: true })
        if (harness.inMemory !== true) expect(memory.growthMiB()).toBeLessThan(GROWTH_MIB)
      },
      LONG ? 300_000 : 60_000,
    )
  })
}

/** The same chunk again and again, so that the source itself needs no memory. */
function streamOf(chunk: Buffer, each: () => void): Readable {
  let left = BLOB_MIB
  return new Readable({
    highWaterMark: MIB,
    read() {
      each()
      this.push(left-- > 0 ? chunk : null)
    },
  })
}

function digestOfChunks(chunk: Buffer): string {
  const digester = new Digester()
  for (let count = 0; count < BLOB_MIB; count++) digester.update(chunk)
  return digester.digest()
}

function watchMemory(): { sample: () => void; growthMiB: () => number } {
  const before = process.memoryUsage.rss()
  let peak = before
  return {
    sample: () => {
      peak = Math.max(peak, process.memoryUsage.rss())
    },
    growthMiB: () => (peak - before) / MIB,
  }
}
