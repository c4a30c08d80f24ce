import { describe, expect, test } from '@jest/globals'
import { memoryDocumentStore } from '../../../../adapters/memory/document-store.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'
import { dropFormerPins, holdPin, PIN_LEASE_MS, PinObserver } from '../../../../core/catalog/pins.ts'
import type { DocumentStore } from '../../../../core/ports/document-store.ts'
import { randomIds } from '../../../../core/system-clock.ts'
import { ManualClock } from '../../../conformance/manual-clock.ts'

async function setup() {
  const store = memoryDocumentStore()
  await store.open(COLLECTIONS)
  const clock = new ManualClock()
  return { store, clock, context: { store, clock, ids: randomIds }, observer: new PinObserver(store, clock) }
}

/** What a process leaves that was killed. */
const LEFT = { id: 'left', purpose: 'backup', since: 0, beat: 3 }

async function leave(store: DocumentStore): Promise<void> {
  await store.batch([{ kind: 'insert', collection: 'pins', document: LEFT }])
}

describe('pins', () => {
  test('one is active from the moment it is held until it is released', async () => {
    const { context, observer } = await setup()
    const pin = await holdPin(context, 'backup')
    expect(await observer.active()).toEqual([expect.objectContaining({ purpose: 'backup' })])
    await pin.release()
    expect(await observer.active()).toEqual([])
  })

  test('one whose heartbeat moves stays active for any number of leases', async () => {
    const { context, clock, observer } = await setup()
    const pin = await holdPin(context, 'backup')
    for (let n = 0; n < 30; n++) {
      clock.advance(PIN_LEASE_MS / 6)
      await new Promise(setImmediate) // the heartbeat's write
      expect(await observer.active()).toHaveLength(1)
    }
    await pin.release()
  })

  test('one of a process that died is removed after a lease by the observer, and not before', async () => {
    const { store, clock, observer } = await setup()
    await leave(store)
    expect(await observer.active()).toHaveLength(1)
    clock.advance(PIN_LEASE_MS - 1)
    expect(await observer.active()).toHaveLength(1)
    clock.advance(1)
    expect(await observer.active()).toEqual([])
    expect(await store.get('pins', 'left')).toBeUndefined()
  })

  test('its holder is told when it was removed', async () => {
    const { store, context, clock } = await setup()
    const pin = await holdPin(context, 'backup')
    const [document] = (await store.find('pins', { filter: {}, limit: 1 })).documents
    await store.batch([{ kind: 'delete', collection: 'pins', id: document!.id }])
    const held = expect(pin.heldUntil(new AbortController().signal)).rejects.toMatchObject({
      code: 'ABORTED',
    })
    clock.advance(PIN_LEASE_MS / 6)
    await held
    await pin.release()
  })

  test('where a store belongs to one process, those of former ones are dropped at once', async () => {
    const { store } = await setup()
    await leave(store)
    await dropFormerPins({ ...store, capabilities: { atomicBatch: true, exclusive: false } })
    expect(await store.get('pins', 'left')).toEqual(LEFT)
    expect(store.capabilities.exclusive).toBe(true)
    await dropFormerPins(store)
    expect(await store.get('pins', 'left')).toBeUndefined()
  })
})
