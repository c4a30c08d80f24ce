import { memoryBlobStore } from '../../../../adapters/memory/blob-store.ts'
import { memoryDocumentStore } from '../../../../adapters/memory/document-store.ts'
import { Catalog } from '../../../../core/catalog/catalog.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'
import { metadataKey } from '../../../../core/model/artifact-keys.ts'
import type { Document, DocumentStore } from '../../../../core/ports/document-store.ts'
import { Signals } from '../../../../core/signals.ts'
import { randomIds } from '../../../../core/system-clock.ts'
import { BYTES, GIVEN, idsOf, NOW, soundDocuments, type Ids } from './sound-documents.ts'

/** Two modules, of which one joins; an event that both take, and what its job made; a job that waits for its next try. */
export interface SoundStore {
  readonly catalog: Catalog
  readonly store: DocumentStore
  readonly blobs: ReturnType<typeof memoryBlobStore>
  readonly ids: Ids
}

export async function soundStore(): Promise<SoundStore> {
  const store = memoryDocumentStore()
  const blobs = memoryBlobStore()
  await Promise.all([store.open(COLLECTIONS), blobs.open()])
  const clock = { now: () => NOW, monotonic: () => NOW, sleep: () => Promise.resolve() }
  const catalog = new Catalog({ store, clock, ids: randomIds, signals: new Signals(), installation: 'test' })
  const ids = idsOf(blobs.capabilities)
  await store.batch(
    Object.entries(soundDocuments(ids)).flatMap(([collection, rows]) =>
      rows.map((document) => ({ kind: 'insert' as const, collection, document: document as Document })),
    ),
  )
  for (const key of [ids.file, ids.log, ids.list, metadataKey(ids.path), metadataKey('given/')])
    await blobs.put(key, { bytes: BYTES })
  await blobs.put('given/files/g', { bytes: GIVEN })
  return { catalog, store, blobs, ids }
}
