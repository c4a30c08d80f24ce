import { expect, test } from '@jest/globals'
import { memoryDocumentStore } from '../../../../adapters/memory/document-store.ts'
import { userOf } from '../../../../core/catalog/artifact-users.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'
import type { Document } from '../../../../core/ports/document-store.ts'

async function storeWith(rows: Readonly<Record<string, readonly Record<string, unknown>[]>>) {
  const store = memoryDocumentStore({ atomicBatch: true })
  await store.open(COLLECTIONS)
  for (const [collection, documents] of Object.entries(rows))
    for (const document of documents)
      await store.batch([{ kind: 'insert', collection, document: document as unknown as Document }])
  return store
}

const passedOn = { id: 'leaf', state: 'handled', scopes: ['root'], files: [{ artifact: 'a' }] }

test('an artifact is needed until the joins of the scopes that it is in are there', async () => {
  const store = await storeWith({
    events: [{ id: 'root', state: 'routed', scopes: [], files: [] }, passedOn],
  })
  expect(await userOf(store, 'a')).toEqual({ kind: 'event', id: 'root', state: 'routed' })
})

test('a join that waits needs what is in its scope, one that has ended does not', async () => {
  const root = { id: 'root', state: 'handled', scopes: [], files: [] }
  const join = { id: 'join', event: 'root', join: 'all' }
  const waiting = await storeWith({ events: [root, passedOn], jobs: [{ ...join, state: 'waiting' }] })
  expect(await userOf(waiting, 'a')).toEqual({ kind: 'job', id: 'join', state: 'waiting' })
  const ended = await storeWith({ events: [root, passedOn], jobs: [{ ...join, state: 'succeeded' }] })
  expect(await userOf(ended, 'a')).toBeUndefined()
})
