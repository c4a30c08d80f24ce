import { expect, test } from '@jest/globals'
import { compareText } from '../../../core/model/order.ts'
import type { EventRecord } from '../../../core/model/event.ts'
import { collectedEvents } from '../../../dispatcher/collected-events.ts'
import { installation, pendingEvent, watched } from './installation.ts'

const EVENTS = 12_000

test('a join collects the events of its types below its root in order of their ids, each read a few times at most', async () => {
  let read = 0
  const { context, store } = await installation((inner) =>
    watched(inner, 'find', (_, { limit }) => (read += limit)),
  )
  const events = Array.from({ length: EVENTS }, (_, n): EventRecord => ({
    ...pendingEvent(`key-${String((n * 7919) % EVENTS)}`),
    eventId: `id-${String((n * 104_729) % EVENTS)}`,
    type: ['part', 'part', 'other'][n % 3]!,
    scopes: n % 4 === 0 ? ['elsewhere'] : ['root', 'around'],
  }))
  await store.batch(events.map((document) => ({ kind: 'insert', collection: 'events', document })))
  const found: EventRecord[] = []
  for await (const event of collectedEvents(context.store, 'root', ['part'])) found.push(event)
  const wanted = events.filter(({ type, scopes }) => type === 'part' && scopes.includes('root'))
  expect(found).toEqual(wanted.sort((a, b) => compareText(a.eventId, b.eventId)))
  expect(read).toBeLessThan(3 * EVENTS)
})
