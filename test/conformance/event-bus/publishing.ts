import { describe, expect, test } from '@jest/globals'
import type { CloudEvent } from '../../../core/model/cloud-event.ts'
import { event, events, idsOf, Reader, settle, useBus, type EventBusHarness } from './subject.ts'

export function testPublishing(harness: EventBusHarness): void {
  describe('publishing', () => {
    const create = useBus(harness)

    test('an event comes as it was published', async () => {
      const { bus } = await create()
      const sent: CloudEvent = {
        ...event('\u{1F600} "quoted" .. é', 'a', {
          text: 'nul\0 ü \u{1F600}',
          list: [1, null, { deep: true }],
        }),
        time: '2026-01-02T03:04:05Z',
        correlationid: 'c',
        extra: 'kept',
      }
      await bus.publish([sent])
      const reader = new Reader(bus)
      const delivery = await reader.one()
      expect(delivery.event).toEqual(sent)
      expect(delivery.deliveryCount).toBe(1)
      expect(delivery.acceptedAt).toBeGreaterThan(0)
      await delivery.complete()
      await settle(bus)
      expect(await bus.stats('g')).toEqual({ depth: 0, deadLetters: 0 })
    })

    test('all topics of a group are one stream, others do not come', async () => {
      const { bus } = await create()
      await bus.ensureTopics(['c'], 'other')
      const reader = new Reader(bus)
      await bus.publish([event('1', 'a'), event('2', 'b'), event('3', 'c')])
      expect(idsOf(await reader.take(2)).sort()).toEqual(['1', '2'])
      await bus.ensureTopics(['c'], 'g')
      await bus.publish([event('4', 'c')])
      expect(idsOf(await reader.take(1))).toEqual(['4'])
      expect((await bus.stats('other')).depth).toBe(2)
    })

    test('each group gets every event of its topics', async () => {
      const { bus } = await create()
      await bus.ensureTopics(['a'], 'h')
      await bus.publish(events(20))
      for (const group of ['g', 'h']) {
        const deliveries = await new Reader(bus, group).take(20)
        expect(idsOf(deliveries).sort()).toEqual(events(20).map(({ id }) => id))
        await Promise.all(deliveries.map((delivery) => delivery.complete()))
      }
      expect(await bus.stats('g')).toEqual({ depth: 0, deadLetters: 0 })
    })

    test('a topic is created by publishing; a group gets what comes after it was ensured', async () => {
      const { bus } = await create()
      await bus.publish([event('lost', 'fresh')])
      await bus.ensureTopics(['fresh', 'fresh'], 'g')
      await bus.ensureTopics(['fresh'], 'g')
      await bus.publish([event('kept', 'fresh')])
      const reader = new Reader(bus)
      expect(idsOf(await reader.take(1))).toEqual(['kept'])
      await settle(bus)
      expect(reader.waiting).toBe(0)
    })

    test('an oversized event is refused, and with it all that it came with', async () => {
      const { bus } = await create()
      const max = bus.capabilities.maxMessageBytes
      const large = event('large', 'a', 'é'.repeat(Math.ceil(max / 2)))
      await expect(bus.publish([event('1'), large])).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
      expect(await bus.stats('g')).toEqual({ depth: 0, deadLetters: 0 })
      const overhead = Buffer.byteLength(JSON.stringify(event('fits', 'a', '')))
      const fits = event('fits', 'a', 'x'.repeat(max - overhead))
      await bus.publish([fits])
      expect((await new Reader(bus).one()).event).toEqual(fits)
    })

    test('a type that can be no topic is refused', async () => {
      const { bus } = await create()
      for (const type of ['', 'nul\0']) {
        await expect(bus.publish([event('1'), event('2', type)])).rejects.toMatchObject({
          code: 'INVALID_ARGUMENT',
        })
        await expect(bus.ensureTopics([type], 'g')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
      }
      expect((await bus.stats('g')).depth).toBe(0)
    })

    test('peek shows the oldest and takes nothing', async () => {
      const { bus } = await create()
      await bus.publish(events(10))
      expect((await bus.peek('g', 3)).map(({ id }) => id)).toEqual(['e00000', 'e00001', 'e00002'])
      expect(await bus.peek('g', 100)).toEqual(events(10))
      expect(await bus.peek('nobody', 10)).toEqual([])
      const deliveries = await new Reader(bus).take(10)
      expect(deliveries.every(({ deliveryCount }) => deliveryCount === 1)).toBe(true)
    })

    test('10,000 events pass through in the order of their publication', async () => {
      const { bus } = await create()
      const all = events(10_000)
      const reader = new Reader(bus, 'g', 256)
      const publishing = (async () => {
        for (let at = 0; at < all.length; at += 100) await bus.publish(all.slice(at, at + 100))
      })()
      const got: string[] = []
      while (got.length < all.length) {
        const deliveries = await reader.take(Math.min(50, all.length - got.length))
        got.push(...idsOf(deliveries))
        await Promise.all(deliveries.map((delivery) => delivery.complete()))
      }
      await publishing
      expect(got).toEqual(all.map(({ id }) => id))
      expect(reader.emptyBatches).toBe(0)
      expect(await bus.stats('g')).toEqual({ depth: 0, deadLetters: 0 })
    })
  })
}
