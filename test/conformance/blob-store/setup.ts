import { afterEach, beforeEach, expect } from '@jest/globals'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { codeOf, type ErrorCode } from '../../../core/errors.ts'
import type { BlobStat, BlobStore } from '../../../core/ports/blob-store.ts'

/** What an adapter brings to the suite. */
export interface BlobStoreHarness {
  /** A new and empty store, not opened, and what takes away all of it. */
  readonly create: () => Promise<{ readonly store: BlobStore; readonly dispose: () => Promise<void> }>
  /** Blobs lie in this process's memory, so that its size says nothing. */
  readonly inMemory?: boolean
}

export interface Bundle {
  readonly store: BlobStore
  /** An empty folder on a local disk. */
  readonly folder: string
  /** A new file in the folder. */
  readonly file: (name: string, content: Uint8Array | string) => Promise<string>
}

/** A fresh, open store and folder for each test of the describe block. */
export function useStore(harness: BlobStoreHarness): () => Bundle {
  let bundle: Bundle
  let dispose: () => Promise<void>
  beforeEach(async () => {
    const created = await harness.create()
    await created.store.open()
    const folder = await mkdtemp(join(tmpdir(), 'iteron-blobs-'))
    const file = async (name: string, content: Uint8Array | string) => {
      const path = join(folder, name)
      await writeFile(path, content)
      return path
    }
    bundle = { store: created.store, folder, file }
    dispose = created.dispose
  })
  afterEach(async () => {
    await bundle.store.close()
    await dispose()
    await rm(bundle.folder, { recursive: true, force: true })
  })
  return () => bundle
}

/** The code with which it rejects; fails the test if it doesn't. */
export async function codeFrom(promise: Promise<unknown>): Promise<ErrorCode> {
  return promise.then(
    () => {
      throw new Error('expected a rejection')
    },
    (error: unknown) => codeOf(error),
  )
}

export async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}

export async function textAt(store: BlobStore, key: string): Promise<string> {
  return (await bytesOf(await store.read(key))).toString()
}

export async function listed(store: BlobStore, prefix: string): Promise<BlobStat[]> {
  const stats: BlobStat[] = []
  for await (const stat of store.list(prefix)) stats.push(stat)
  return stats
}

export async function keysOf(store: BlobStore, prefix: string): Promise<string[]> {
  return (await listed(store, prefix)).map((stat) => stat.key)
}

/** Nothing can be seen under the key, in any way. */
export async function expectNothing(store: BlobStore, key: string): Promise<void> {
  expect(await store.stat(key)).toBeUndefined()
  expect(await codeFrom(store.read(key))).toBe('NOT_FOUND')
  expect(await keysOf(store, '')).not.toContain(key)
}

export async function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  )
}

/** Bytes that don't repeat soon, the same for a seed. */
export function noise(size: number, seed = 1): Buffer {
  const words = new Uint32Array(Math.ceil(size / 4))
  let state = seed
  for (let at = 0; at < words.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    words[at] = state
  }
  return Buffer.from(words.buffer, 0, size)
}
