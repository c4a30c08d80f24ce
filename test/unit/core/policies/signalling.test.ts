import { expect, test } from '@jest/globals'
import { memoryDocumentStore } from '../../../../adapters/memory/document-store.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'
import { signalling } from '../../../../core/policies/signalling.ts'
import { Signals, type Changed } from '../../../../core/signals.ts'

test("a job's changes say its module, from its insertion on; a change of a job from before doesn't", async () => {
  const inner = memoryDocumentStore({ atomicBatch: true })
  await inner.open(COLLECTIONS)
  const heard: Changed[] = []
  const signals = new Signals()
  signals.listen((changed) => heard.push(changed))
  const store = signalling(inner, signals)
  const job = (id: string) => ({ id, module: 'm', state: 'queued', queuedAt: 1 })
  await inner.batch([{ kind: 'insert', collection: 'jobs', document: job('old') }])
  await store.batch([{ kind: 'insert', collection: 'jobs', document: job('new') }])
  for (const id of ['old', 'new'])
    await store.batch([{ kind: 'update', collection: 'jobs', id, change: { set: { updatedAt: 2 } } }])
  await store.claim('jobs', { state: 'queued', id: 'old' }, { field: 'queuedAt' }, 1, {
    set: { state: 'preparing' },
  })
  await store.batch([{ kind: 'update', collection: 'jobs', id: 'old', change: { set: { updatedAt: 3 } } }])
  expect(heard.map(({ id, module, state }) => [id, module, state])).toEqual([
    ['new', 'm', 'queued'],
    ['old', undefined, undefined],
    ['new', 'm', undefined],
    ['old', 'm', 'preparing'],
    ['old', 'm', undefined],
  ])
})
