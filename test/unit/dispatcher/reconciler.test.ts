import { expect, test } from '@jest/globals'
import { IteronError } from '../../../core/errors.ts'
import type { DocumentStore } from '../../../core/ports/document-store.ts'
import { Dispatcher } from '../../../dispatcher/dispatcher.ts'
import { installation, pendingEvent } from './installation.ts'

test('an event that can never be routed keeps nothing else from being taken up', async () => {
  const { context, store, warnings } = await installation((inner) => refusing(inner, 'a-bad'))
  await store.batch(
    ['a-bad', 'b-good'].map((id) => ({ kind: 'insert', collection: 'events', document: pendingEvent(id) })),
  )
  await store.batch([
    {
      kind: 'insert',
      collection: 'jobs',
      document: { id: 'j', state: 'waiting', dueAt: 1, queuedAt: 1, createdAt: 1, module: 'gone' } as never,
    },
    {
      kind: 'insert',
      collection: 'jobs',
      document: { id: 'k', state: 'succeeded', committed: 1, parts: 0, relayed: false } as never,
    },
  ])
  const dispatcher = new Dispatcher(context)
  await dispatcher.start()
  await dispatcher.stop()
  expect(await store.get('events', 'a-bad')).toMatchObject({ state: 'pending' })
  expect(await store.get('events', 'b-good')).toMatchObject({ state: 'handled' })
  expect(await store.get('jobs', 'k')).toMatchObject({ relayed: true })
  expect(warnings).toContain('an event could not be routed; the reconciler tries again')
})

function refusing(inner: DocumentStore, id: string): DocumentStore {
  return {
    capabilities: inner.capabilities,
    open: (collections) => inner.open(collections),
    get: (collection, key) => inner.get(collection, key),
    find: (collection, query) => inner.find(collection, query),
    tally: (collection, filter, sumOf) => inner.tally(collection, filter, sumOf),
    claim: (collection, filter, sort, n, change) => inner.claim(collection, filter, sort, n, change),
    batch: (writes) =>
      writes.some((write) => write.kind === 'update' && write.id === id)
        ? Promise.reject(new IteronError('RESOURCE_EXHAUSTED', 'the document is too large'))
        : inner.batch(writes),
    close: () => inner.close(),
  }
}
