import { expect, test } from '@jest/globals'
import type { EventRecord } from '../../../core/model/event.ts'
import type { Write } from '../../../core/ports/document-store.ts'
import { stagedParts } from '../../../core/protocol/commit.ts'
import { ModuleDirectory } from '../../../dispatcher/module-directory.ts'
import { Relay } from '../../../dispatcher/relay.ts'
import { Router } from '../../../dispatcher/router.ts'
import { installation, pendingEvent, watched } from './installation.ts'

const EVENTS = 600
const TAKER = { spec: { name: 'taker', subscribes: ['photo.added'], command: ['true'] } }

test.each([true, false])(
  'a large commit is relayed once, and again without effect (atomic: %s)',
  async (atomic) => {
    const batches: (readonly Write[])[] = []
    const { relay, store, parts } = await committed(atomic, batches)
    await Promise.all([relay.relay('job'), relay.relay('job')])
    await store.batch([
      { kind: 'update', collection: 'jobs', id: 'job', change: { set: { relayed: false } } },
    ])
    for (const document of parts) await store.batch([{ kind: 'insert', collection: 'staged', document }])
    await relay.relay('job')
    expect((await store.tally('events', { job: 'job', state: 'handled' })).count).toBe(EVENTS)
    expect((await store.tally('staged', {})).count).toBe(0)
    expect(await store.get('jobs', 'job')).toMatchObject({ relayed: true })
    const inserting = batches.filter(([, first]) => first?.kind === 'insert' && first.keep === true)
    const ofRows = inserting.filter((writes) => writes.length > 2)
    expect(ofRows).toHaveLength(atomic ? 2 * parts.length : 0)
  },
)

/** The batches that decide about events, I2. */
function deciding(batches: readonly (readonly Write[])[]): (readonly Write[])[] {
  return batches.filter((writes) =>
    writes.some((write) => write.kind === 'update' && write.collection === 'events'),
  )
}

test('the events of a large commit are decided many in one write, and have their jobs by it', async () => {
  const batches: (readonly Write[])[] = []
  const { relay, store, context } = await committed(true, batches)
  await context.catalog.modules.create(TAKER)
  await relay.relay('job')
  expect((await store.tally('jobs', { state: 'queued' })).count).toBe(EVENTS)
  expect((await store.tally('events', { job: 'job', state: 'handled' }, 'children')).sum).toBe(EVENTS)
  const sizes = deciding(batches).map((writes) => writes.filter(({ kind }) => kind !== 'check').length)
  expect(sizes.length).toBeLessThan(10)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(context.settings.maxFusedRows)
})

test('what was decided before, or is marked to be cancelled, keeps no other event from being routed', async () => {
  const { relay, store, context } = await committed(true, [])
  const taker = await context.catalog.modules.create(TAKER)
  const decided = { ...pendingEvent('e3'), job: 'job', state: 'routed', routes: [], children: 0 }
  const marked = { ...pendingEvent('e5'), job: 'job', cancelledAt: 1, cancelReason: 'a mistake' }
  for (const document of [decided, marked])
    await store.batch([{ kind: 'insert', collection: 'events', document }])
  await relay.relay('job')
  expect((await store.tally('jobs', { module: taker.id, state: 'queued' })).count).toBe(EVENTS - 2)
  expect((await store.tally('events', { job: 'job', state: 'handled' })).count).toBe(EVENTS)
  expect(await store.get('events', 'e5')).toMatchObject({
    children: 0,
    reason: 'its tree is cancelled: a mistake',
  })
})

test('an event id that another job holds is refused, and the job stays to be relayed', async () => {
  const { relay, store } = await committed(true, [])
  const foreign = { ...pendingEvent('e7'), job: 'another' }
  await store.batch([{ kind: 'insert', collection: 'events', document: foreign }])
  await expect(relay.relay('job')).rejects.toMatchObject({ code: 'DATA_LOSS' })
  expect(await store.get('jobs', 'job')).toMatchObject({ relayed: false })
})

async function committed(atomic: boolean, batches: (readonly Write[])[]) {
  const { context, store } = await installation(
    (inner) => watched(inner, 'batch', (writes) => batches.push(writes)),
    atomic,
  )
  const events = Array.from({ length: EVENTS }, (_, n): EventRecord => ({
    ...pendingEvent(`e${String(n)}`),
    job: 'job',
    cause: 'x'.repeat(300),
  }))
  const ref = { job: 'job', attempt: 1, token: 't' }
  const parts = [
    ...stagedParts(
      ref,
      events.map((document) => ({ collection: 'events', document })),
    ),
  ]
  expect(parts.length).toBeGreaterThan(1)
  const job = {
    id: 'job',
    state: 'succeeded',
    committed: 1,
    children: EVENTS,
    parts: parts.length,
    relayed: false,
  }
  await store.batch([
    { kind: 'insert', collection: 'jobs', document: job },
    ...parts.map((document): Write => ({ kind: 'insert', collection: 'staged', document })),
  ])
  const router = new Router(context, new ModuleDirectory(context), () => undefined)
  return { relay: new Relay(context, router), store, parts, context }
}

test('who relays after somebody else has brings back nothing that was removed since', async () => {
  const batches: (readonly Write[])[] = []
  const { relay, store } = await committed(true, batches)
  const relayed = store.batch([
    { kind: 'update', collection: 'jobs', id: 'job', change: { set: { relayed: true } } },
  ])
  await Promise.all([relay.relay('job'), relayed])
  expect((await store.tally('events', { job: 'job' })).count).toBe(0)
})
