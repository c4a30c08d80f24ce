import { expect, test } from '@jest/globals'
import { memoryDocumentStore } from '../../../../adapters/memory/document-store.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'
import { ClosedTrees } from '../../../../core/housekeeping/closed-trees.ts'
import type { Document } from '../../../../core/ports/document-store.ts'
import { releaseHolds } from '../../../../core/protocol/change-job.ts'

/** An event whose one job was cancelled while its program ran. */
async function cancelledTree() {
  const store = memoryDocumentStore()
  await store.open(COLLECTIONS)
  const event = { id: 'event', root: 'event', scopes: [], state: 'handled', children: 1 }
  const job = { id: 'job', root: 'event', scopes: [], state: 'cancelled', children: 0, holds: 'token' }
  const insert = (collection: string, document: Document) => ({
    kind: 'insert' as const,
    collection,
    document,
  })
  await store.batch([insert('events', event), insert('jobs', job)])
  return store
}

test('a tree is not over while a program of it may run: the record of its attempt is still to come', async () => {
  const store = await cancelledTree()
  expect(await new ClosedTrees(store).isClosed('event')).toBe(false)
  await store.batch([releaseHolds({ job: 'job', attempt: 1, token: 'token' })])
  expect(await new ClosedTrees(store).isClosed('event')).toBe(true)
})
