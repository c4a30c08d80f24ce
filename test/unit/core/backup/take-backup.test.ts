import { expect, test } from '@jest/globals'
import { memoryBlobStore } from '../../../../adapters/memory/blob-store.ts'
import { takeBackup, type BackupSource } from '../../../../core/backup/take-backup.ts'
import type { BlobStore } from '../../../../core/ports/blob-store.ts'

const OPTIONS = { now: () => 1, signal: new AbortController().signal, onProgress: () => undefined }

/** An installation with one event and no blobs. */
function source(): BackupSource {
  return {
    header: { installation: 'test', version: '1', takenAt: 0 },
    async *records() {
      yield await Promise.resolve({ collection: 'events', documents: ['{"id":"e"}'] })
    },
    readBlobs: () => Promise.resolve(),
  }
}

/** The store, which says what of it a power failure would leave; `until` so many syncs the process lives. */
function disk(inner: BlobStore, safe: Set<string>, until: number): BlobStore {
  let syncs = 0
  const sync = async (keys: readonly string[]) => {
    syncs += 1
    if (syncs > until) throw new Error('killed')
    await inner.sync(keys)
    for (const key of keys) safe.add(key)
  }
  return new Proxy(inner, {
    get: (target, property): unknown => {
      if (property === 'sync') return sync
      const member: unknown = Reflect.get(target, property, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

test.each([0, 1, 2, 3])(
  'what a killed backup wrote is on the disk before a later snapshot refers to it (killed at sync %s)',
  async (until) => {
    const [index, blobs] = [memoryBlobStore(), memoryBlobStore()]
    await Promise.all([index.open(), blobs.open()])
    const safe = new Set<string>()
    const killed = { index: disk(index, safe, until), blobs }
    await expect(takeBackup(source(), killed, OPTIONS)).rejects.toThrow('killed')
    await takeBackup(source(), { index: disk(index, safe, Infinity), blobs }, OPTIONS)
    const keys: string[] = []
    for await (const { key } of index.list('')) keys.push(key)
    expect(keys).toHaveLength(4)
    expect([...safe].sort()).toEqual(keys.sort())
  },
)
