import { expect, test } from '@jest/globals'
import { sqliteEventBus } from '../../../../adapters/sqlite/event-bus.ts'
import { sqliteSnapshots } from '../../../../adapters/sqlite/snapshots.ts'
import { BUS, brokenInvariants, invariantNames } from '../../../../core/invariants/invariants.ts'
import type { Finding } from '../../../../core/invariants/invariant-source.ts'
import type { CloudEvent } from '../../../../core/model/cloud-event.ts'
import { systemClock } from '../../../../core/system-clock.ts'
import { Bench } from '../../adapters/sqlite/folder.ts'
import { soundStore } from './sound-store.ts'

const bench = new Bench()
const GROUP = 'ours'

async function installation() {
  const file = await bench.open(await bench.folder())
  const bus = sqliteEventBus(file, systemClock)
  await bus.open()
  await bus.ensureTopics(['known'], GROUP)
  return { bus, snapshots: sqliteSnapshots(file) }
}

type Installation = Awaited<ReturnType<typeof installation>>

const event = (id: string, type: string) =>
  ({ specversion: '1.0', id, source: 's', type, data: {} }) as unknown as CloudEvent

function message(collection: string, fields: Record<string, unknown>) {
  const row = { seq: 7, number: 7, group: GROUP, topic: 'known', acceptedAt: 1, due: 0, count: 0, at: 1 }
  return {
    collection,
    documents: [
      JSON.stringify({ ...row, reason: '"no"', event: JSON.stringify(event('e', 'known')), ...fields }),
    ],
  }
}

async function findings({ snapshots }: Installation): Promise<Finding[]> {
  const { catalog, blobs } = await soundStore()
  const { signal } = new AbortController()
  const options = { verifyFiles: false, signal, bus: { snapshots, group: GROUP } }
  expect(invariantNames(options)).toContain(BUS.name)
  const found: Finding[] = []
  for await (const finding of brokenInvariants(catalog, blobs, { documents: 0 }, options)) found.push(finding)
  return found
}

test('messages of known topics, waiting or dead, are sound', async () => {
  const one = await installation()
  await one.bus.publish([event('a', 'known'), event('b', 'known')])
  const reading = new AbortController()
  for await (const [delivery] of one.bus.subscribe(GROUP, { prefetch: 1, signal: reading.signal })) {
    await delivery!.deadLetter('no')
    break
  }
  expect(await findings(one)).toEqual([])
})

test('messages of a group that is not ours are told once for their topic', async () => {
  const one = await installation()
  await one.bus.ensureTopics(['known'], 'theirs')
  await one.bus.publish([event('a', 'known'), event('b', 'known')])
  expect(await findings(one)).toEqual([
    {
      check: BUS.name,
      subject: 'theirs/known',
      message: '2 messages: the group theirs is not that of this installation, and nobody reads them',
      remedy: BUS.remedy,
    },
  ])
})

test.each([
  ['bus.messages', { topic: 'unknown' }, /1 messages: the topic unknown is unknown/],
  ['bus.dead', { topic: 'unknown' }, /1 messages: the topic unknown is unknown/],
  ['bus.messages', { event: JSON.stringify(event('e', 'other')) }, /not of the type known/],
])('%s %j', async (collection, fields, found) => {
  const one = await installation()
  await one.snapshots.restoreBus(message(collection, fields))
  expect(await findings(one)).toMatchObject([{ check: BUS.name, message: expect.stringMatching(found) }])
})
