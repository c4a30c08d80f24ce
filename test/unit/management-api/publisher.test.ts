import { expect, test } from '@jest/globals'
import { memoryDocumentStore } from '../../../adapters/memory/document-store.ts'
import { memoryEventBus } from '../../../adapters/memory/event-bus.ts'
import { Catalog } from '../../../core/catalog/catalog.ts'
import { COLLECTIONS } from '../../../core/catalog/collections.ts'
import { eventKey } from '../../../core/model/identity.ts'
import { Signals } from '../../../core/signals.ts'
import { randomIds, systemClock } from '../../../core/system-clock.ts'
import type { ApiContext } from '../../../management-api/context.ts'
import { Publisher } from '../../../management-api/publisher.ts'
import { pendingEvent } from '../dispatcher/installation.ts'

const EVENT = {
  id: 'e',
  source: 'outside',
  type: 'photo.added',
  time: '',
  subject: '',
  correlationId: '',
  causationId: '',
  traceparent: '',
  dataJson: '',
  files: [],
}

/** A publisher to whom the event is known. */
async function publisher() {
  const [store, bus] = [memoryDocumentStore(), memoryEventBus(systemClock)]
  await Promise.all([store.open(COLLECTIONS), bus.open()])
  const signals = new Signals()
  const catalog = new Catalog({ store, clock: systemClock, ids: randomIds, signals, installation: 'test' })
  const id = eventKey(EVENT.source, EVENT.id)
  const document = { ...pendingEvent(EVENT.id), id, root: id }
  await store.batch([{ kind: 'insert', collection: 'events', document }])
  return new Publisher({ catalog, bus, group: 'iteron' } as unknown as ApiContext)
}

test('an event that was taken is known when it comes again, though what it names is gone', async () => {
  const again = { ...EVENT, files: [{ artifact: 'a'.repeat(32), path: '' }] }
  const published = await (await publisher()).publish([again])
  expect(published).toEqual([expect.objectContaining({ id: 'e', source: 'outside' })])
})

test('what is no event is refused also under an id that is known', async () => {
  const malformed = { ...EVENT, dataJson: '{' }
  await expect((await publisher()).publish([malformed])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
})
