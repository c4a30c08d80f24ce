import { expect, test } from '@jest/globals'
import { memoryBlobStore } from '../../../../adapters/memory/blob-store.ts'
import { memoryDocumentStore } from '../../../../adapters/memory/document-store.ts'
import { Catalog } from '../../../../core/catalog/catalog.ts'
import { insertArtifact } from '../../../../core/catalog/client-artifact.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'
import { verifyArtifacts, type Verified } from '../../../../core/catalog/verification.ts'
import { buryArtifact } from '../../../../core/protocol/expire.ts'
import { Signals } from '../../../../core/signals.ts'
import { randomIds, systemClock } from '../../../../core/system-clock.ts'

const ARTIFACT = { id: 'a', path: 'p/', slot: 'files', producer: 'client', files: 2, bytes: 2, createdAt: 1 }
const DIGEST = `sha256:${'0'.repeat(64)}`

/** An artifact whose two files are nowhere. */
async function opened() {
  const store = memoryDocumentStore()
  const blobs = memoryBlobStore()
  await Promise.all([store.open(COLLECTIONS), blobs.open()])
  const signals = new Signals()
  const catalog = new Catalog({ store, clock: systemClock, ids: randomIds, signals, installation: 'test' })
  const own = ['x', 'y'].map((path) => ({ path, digest: DIGEST, size: 1, key: `p/files/${path}` }))
  await insertArtifact(
    store,
    ARTIFACT,
    own.map((one) => ({ own: one })),
  )
  return { store, verify: () => verifyArtifacts(catalog, blobs, undefined, new AbortController().signal) }
}

test('files that are gone are told', async () => {
  const { verify } = await opened()
  const found: Verified[] = []
  for await (const verified of verify()) found.push(verified)
  expect(found.map(({ problem }) => problem)).toEqual([
    'the blob p/files/x is not there',
    'the blob p/files/y is not there',
  ])
})

test('those of an artifact that is deleted meanwhile are not', async () => {
  const { verify, store } = await opened()
  const problems: (string | undefined)[] = []
  for await (const { problem } of verify()) {
    problems.push(problem)
    await store.batch(buryArtifact(ARTIFACT, 2))
  }
  expect(problems).toEqual(['the blob p/files/x is not there'])
})
