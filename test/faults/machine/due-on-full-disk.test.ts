import path from 'node:path'
import { expect } from '@jest/globals'
import { sqliteDocumentStore } from '../../../adapters/sqlite/document-store.ts'
import { sqliteEventBus } from '../../../adapters/sqlite/event-bus.ts'
import { openSqlite } from '../../../adapters/sqlite/sqlite-file.ts'
import type { CloudEvent } from '../../../core/model/cloud-event.ts'
import type { Delivery } from '../../../core/ports/event-bus.ts'
import { ManualClock } from '../../conformance/manual-clock.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { fault } from '../fault.ts'
import { noMount, SmallDisk } from './small-disk.ts'

const AFTER_MS = 60_000
const EVENT: CloudEvent = { specversion: '1.0', id: '1', source: 's', type: 't', data: {} } as never
const ROWS = { name: 'rows', indexes: [] }

const row = (id: string, bytes: number) =>
  ({ kind: 'insert', collection: 'rows', document: { id, text: 'x'.repeat(bytes) } }) as const

fault(
  {
    fault: 'a message of the embedded bus falls due while the disk is full',
    holds: 'it is delivered as soon as anything can be written again, whether or not anybody uses the bus',
    unless: noMount,
  },
  async () => {
    const disk = new SmallDisk(path.join(temporaryFolder('due'), 'disk'), 2)
    const clock = new ManualClock()
    const file = await openSqlite(path.join(disk.folder, 'data'))
    const [store, bus] = [sqliteDocumentStore(file), sqliteEventBus(file, clock)]
    await Promise.all([store.open([ROWS]), bus.open()])
    await bus.ensureTopics(['t'], 'g')
    await bus.publish([EVENT])
    const end = new AbortController()
    const deliveries = bus.subscribe('g', { prefetch: 1, signal: end.signal })[Symbol.asyncIterator]()
    const delivery = async () => ((await deliveries.next()).value as Delivery[] | undefined)?.[0]
    try {
      await (await delivery())!.retry(AFTER_MS)
      disk.fill()
      await expect(fill(store)).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
      clock.advance(AFTER_MS + 1)
      // behind the request that looks what is due
      await expect(store.batch([row('no room', 20_000)])).rejects.toMatchObject({
        code: 'RESOURCE_EXHAUSTED',
      })
      disk.free()
      await store.batch([row('room', 10)])
      expect(await delivery()).toMatchObject({ event: EVENT, deliveryCount: 2 })
    } finally {
      end.abort()
      await bus.close()
      await store.close()
      await file.close()
      disk.remove()
    }
  },
)

async function fill(store: ReturnType<typeof sqliteDocumentStore>): Promise<void> {
  for (let n = 0; ; n += 1) await store.batch([row(`r${String(n)}`, 20_000)])
}
