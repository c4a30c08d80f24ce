import { expect, test } from '@jest/globals'
import type { CloudEvent } from '../../../core/model/cloud-event.ts'
import { garbageId } from '../../../core/model/garbage.ts'
import { expireEvent } from '../../../core/protocol/expire.ts'
import { insertEvent } from '../../../core/protocol/route.ts'
import { acceptEvent } from '../../../dispatcher/accept-event.ts'
import { installation } from './installation.ts'

const DAY_MS = 86_400_000

function large(text: string): CloudEvent {
  const data = { text: text.repeat(100_000) }
  return { specversion: '1.0', id: 'e', source: 'outside', type: 'photo', data }
}

test('a large event that comes again when it has expired takes no data from its copy, and all it stored is garbage', async () => {
  const { context, store } = await installation()
  const first = { ...(await acceptEvent(context, large('a'), DAY_MS)), state: 'handled' as const }
  await store.batch([insertEvent(first)])
  const copy = await context.catalog.events.insertCopy(first)
  await store.batch(expireEvent(first, 2 * DAY_MS))
  await acceptEvent(context, large('a'), DAY_MS)
  await acceptEvent(context, large('b'), DAY_MS)
  const keys: string[] = []
  for await (const { key } of context.blobs.list('')) keys.push(key)
  expect(keys).toContain(copy.dataAt?.key)
  const garbage = await Promise.all(keys.map((key) => store.get('garbage', garbageId('list', key))))
  expect(garbage).not.toContain(undefined)
})
