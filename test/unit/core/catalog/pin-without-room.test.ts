import { expect, test } from '@jest/globals'
import { memoryDocumentStore } from '../../../../adapters/memory/document-store.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'
import { holdPin, PIN_LEASE_MS } from '../../../../core/catalog/pins.ts'
import { IteronError } from '../../../../core/errors.ts'
import { randomIds } from '../../../../core/system-clock.ts'
import { ManualClock } from '../../../conformance/manual-clock.ts'

test('a disk that is full for a moment ends no backup: its pin is moved at the next beat', async () => {
  const inner = memoryDocumentStore()
  await inner.open(COLLECTIONS)
  const clock = new ManualClock()
  let isFull = false
  const store: typeof inner = Object.assign(Object.create(inner) as typeof inner, {
    batch: (writes: Parameters<typeof inner.batch>[0]) =>
      isFull ? Promise.reject(new IteronError('RESOURCE_EXHAUSTED', 'full')) : inner.batch(writes),
  })
  const pin = await holdPin({ store, clock, ids: randomIds }, 'backup')
  const beat = async () => {
    clock.advance(PIN_LEASE_MS / 6)
    await new Promise(setImmediate)
    return (await inner.find<{ id: string; beat: number }>('pins', { filter: {}, limit: 1 })).documents[0]
      ?.beat
  }
  isFull = true
  expect(await beat()).toBe(0)
  isFull = false
  expect(await beat()).toBe(1)
  const over = new AbortController()
  over.abort()
  await pin.heldUntil(over.signal)
  await pin.release()
})
