import { expect, test } from '@jest/globals'
import { memoryBlobStore } from '../../../adapters/memory/blob-store.ts'
import { memoryDocumentStore } from '../../../adapters/memory/document-store.ts'
import { deleteArtifact } from '../../../core/catalog/artifact-deletion.ts'
import { Catalog } from '../../../core/catalog/catalog.ts'
import { COLLECTIONS } from '../../../core/catalog/collections.ts'
import { IteronError } from '../../../core/errors.ts'
import { metadataKey } from '../../../core/model/artifact-keys.ts'
import type { ContentRecord } from '../../../core/model/artifact.ts'
import { garbageId } from '../../../core/model/garbage.ts'
import { Signals } from '../../../core/signals.ts'
import { randomIds, systemClock } from '../../../core/system-clock.ts'
import type { ApiContext } from '../../../management-api/context.ts'
import { upload } from '../../../management-api/upload.ts'

type Parts = Parameters<typeof upload>[1]

test('bytes stay when the metadata of an upload fails: others may refer to them by then', async () => {
  const { context, store, blobs } = await opened(() =>
    Promise.reject(new IteronError('RESOURCE_EXHAUSTED', 'no room')),
  )
  const failed = upload(context, oneFile(), new AbortController().signal)
  await expect(failed).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
  const [content, ...others] = (await store.find<ContentRecord>('contents', { filter: {}, limit: 10 }))
    .documents
  expect(others).toEqual([])
  expect(await blobs.stat(content!.key)).toMatchObject({ size: 5 })
  const [artifact] = (await context.catalog.artifacts.list({}, { limit: 10 })).documents
  expect(artifact?.deletedAt).toBeGreaterThan(0)
})

test('an upload that ends too early leaves no bytes', async () => {
  const { context, blobs } = await opened(() => Promise.resolve())
  const aborted = new AbortController()
  async function* cut(): Parts {
    yield* oneFile()
    aborted.abort()
    yield await Promise.reject(new Error('the client is gone'))
  }
  await expect(upload(context, cut(), aborted.signal)).rejects.toMatchObject({ code: 'CANCELLED' })
  for await (const { key } of blobs.list('')) throw new Error(`${key} was left`)
})

async function opened(publishMetadata: ApiContext['publishMetadata']) {
  const store = memoryDocumentStore()
  const blobs = memoryBlobStore()
  await Promise.all([store.open(COLLECTIONS), blobs.open()])
  const signals = new Signals()
  const catalog = new Catalog({ store, clock: systemClock, ids: randomIds, signals, installation: 'test' })
  return { context: { catalog, blobs, publishMetadata } as unknown as ApiContext, store, blobs }
}

async function* oneFile(): Parts {
  yield { part: 'header', header: { slot: '', correlationId: '' } }
  yield { part: 'file', file: { path: 'a.txt', digest: '' } }
  yield await Promise.resolve({ part: 'chunk', chunk: Buffer.from('hello') })
}

test('metadata of an upload that is deleted at once goes with the next collection of garbage', async () => {
  const { context, store } = await opened(async ({ id, path }) => {
    await deleteArtifact(context.catalog, context.blobs, id)
    await context.blobs.put(metadataKey(path), { bytes: Buffer.from('late') })
  })
  const { id } = await upload(context, oneFile(), new AbortController().signal)
  expect(await store.get('garbage', garbageId('artifact', id))).toMatchObject({
    kind: 'artifact',
    artifact: id,
  })
})
