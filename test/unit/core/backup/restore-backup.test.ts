import { expect, test } from '@jest/globals'
import { memoryBlobStore } from '../../../../adapters/memory/blob-store.ts'
import { memoryDocumentStore } from '../../../../adapters/memory/document-store.ts'
import { SourceProblem } from '../../../../core/backup/copy-blobs.ts'
import { restoreBackup } from '../../../../core/backup/restore-backup.ts'
import { readSnapshot } from '../../../../core/backup/snapshot-file.ts'
import { takeBackup, type BackupSource } from '../../../../core/backup/take-backup.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'
import { Digester } from '../../../../core/model/digest.ts'

const BYTES = Buffer.from('bytes')
const KEY = 'files/a'
const signal = new AbortController().signal

/** One file, to which its content's row and a manifest refer; at the first asking it can't be read. */
function source(): BackupSource {
  const digester = new Digester()
  digester.update(BYTES)
  const [digest, size] = [digester.digest(), BYTES.length]
  const content = { id: digest, state: 'live', key: KEY, size }
  const manifest = { id: 'm.0', artifact: 'm', part: 0, files: [{ path: 'a', digest, size, key: KEY }] }
  let asked = 0
  return {
    header: { installation: 'test', version: '1', takenAt: 0 },
    async *records() {
      yield await Promise.resolve({ collection: 'contents', documents: [JSON.stringify(content)] })
      yield { collection: 'manifests', documents: [JSON.stringify(manifest)] }
    },
    async readBlobs(keys, take, problem) {
      asked += 1
      if (asked === 1) for (const key of keys) problem(key, new SourceProblem('INTERNAL', 'EIO'))
      else for (const key of keys) await take(key, bytes())
    },
  }
}

async function* bytes() {
  yield await Promise.resolve(BYTES)
}

test('a blob that one piece of a backup lacks and another has is restored, and not told to be missing', async () => {
  const stores = { index: memoryBlobStore(), blobs: memoryBlobStore() }
  const target = { store: memoryDocumentStore(), blobs: memoryBlobStore() }
  await Promise.all([stores.index.open(), stores.blobs.open(), target.blobs.open()])
  await target.store.open(COLLECTIONS)
  const { snapshot } = await takeBackup(source(), stores, {
    now: () => 1,
    signal,
    onProgress: () => undefined,
  })
  const restored = await restoreBackup(
    stores,
    await readSnapshot(stores, snapshot),
    {
      ...target,
      snapshots: { read: () => [] as never, restoreBus: () => Promise.resolve() },
      collections: new Set(COLLECTIONS.map(({ name }) => name)),
      publishMetadata: () => Promise.resolve(),
      done: new Set(),
      markDone: () => Promise.resolve(),
    },
    { signal, onProgress: () => undefined },
  )
  expect(await target.blobs.stat(KEY)).toMatchObject({ size: BYTES.length })
  expect(restored).toMatchObject({ blobs: 1, missing: [] })
})
