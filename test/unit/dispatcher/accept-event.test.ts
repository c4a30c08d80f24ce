import { expect, test } from '@jest/globals'
import { text } from 'node:stream/consumers'
import type { CloudEvent } from '../../../core/model/cloud-event.ts'
import type { BlobStore } from '../../../core/ports/blob-store.ts'
import { acceptEvent } from '../../../dispatcher/accept-event.ts'
import { installation } from './installation.ts'

const DAY_MS = 86_400_000

function large(text: string): CloudEvent {
  return {
    specversion: '1.0',
    id: 'e',
    source: 'outside',
    type: 'photo',
    data: { text: text.repeat(100_000) },
  }
}

async function keysIn(blobs: BlobStore): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of blobs.list('')) keys.push(key)
  return keys
}

test('a large event that comes again, on another day or with other content, leaves the first blob alone', async () => {
  const { context, store } = await installation()
  const first = await acceptEvent(context, large('a'), DAY_MS)
  await store.batch([{ kind: 'insert', collection: 'events', document: first }])
  await acceptEvent(context, large('a'), 2 * DAY_MS)
  await acceptEvent(context, large('b'), DAY_MS)
  await acceptEvent(context, large('a'), DAY_MS)
  const key = first.dataAt!.key
  expect(await keysIn(context.blobs)).toEqual([key])
  expect(JSON.parse(await text(await context.blobs.read(key)))).toEqual(large('a').data)
})
