import { expect, test } from '@jest/globals'
import { memoryDocumentStore } from '../../../../adapters/memory/document-store.ts'
import { Catalog } from '../../../../core/catalog/catalog.ts'
import { COLLECTIONS } from '../../../../core/catalog/collections.ts'
import { Signals } from '../../../../core/signals.ts'
import { randomIds, systemClock } from '../../../../core/system-clock.ts'

const SPEC = { name: 'resize', subscribes: ['photo.added'], command: ['true'] }

test.each([true, false])(
  'of many who take a name at once one gets it, and no other module exists (atomic: %s)',
  async (atomicBatch) => {
    const { catalog } = await opened(atomicBatch)
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => catalog.modules.create({ spec: SPEC })),
    )
    const made = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []))
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    expect(made).toHaveLength(1)
    for (const error of refused) expect(error).toMatchObject({ code: 'ALREADY_EXISTS' })
    expect((await catalog.modules.all()).map(({ id }) => id)).toEqual(made)
    expect((await catalog.modules.resolve('resize')).id).toBe(made[0])
  },
)

test('a name that a crash left without its module is free after a while, and not before', async () => {
  const { catalog, store, clock } = await opened(false)
  const left = { id: 'resize', module: 'resize-00000', at: clock.now() }
  await store.batch([{ kind: 'insert', collection: 'moduleNames', document: left }])
  await expect(catalog.modules.create({ spec: SPEC })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  clock.ahead += 61_000
  const { id } = await catalog.modules.create({ spec: SPEC })
  expect((await catalog.modules.resolve('resize')).id).toBe(id)
})

test('the name of a deleted module is free at once, also when its record stayed', async () => {
  const { catalog, store } = await opened(true)
  const { id } = await catalog.modules.create({ spec: SPEC })
  await catalog.modules.remove('resize')
  const left = { id: 'resize', module: id, at: 0 }
  await store.batch([{ kind: 'insert', collection: 'moduleNames', document: left }])
  const again = await catalog.modules.create({ spec: SPEC })
  expect(again.id).not.toBe(id)
})

async function opened(atomicBatch: boolean) {
  const store = memoryDocumentStore({ atomicBatch })
  await store.open(COLLECTIONS)
  const clock = { ...systemClock, ahead: 0, now: () => systemClock.now() + clock.ahead }
  const catalog = new Catalog({ store, clock, ids: randomIds, signals: new Signals(), installation: 'test' })
  return { catalog, store, clock }
}
