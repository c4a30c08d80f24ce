import { describe, expect, test } from '@jest/globals'
import { event, events, idsOf, Reader, settle, useBus, type EventBusHarness } from './subject.ts'

const REFUSED = { code: 'FAILED_PRECONDITION' }

export function testSettling(harness: EventBusHarness): void {
  describe('settling', () => {
    const create = useBus(harness)

    test('a delivery is settled once', async () => {
      const { bus } = await create()
      await bus.publish(events(3))
      const [one, two, three] = await new Reader(bus).take(3)
      await one!.complete()
      await two!.deadLetter('why')
      await three!.retry(60_000)
      for (const delivery of [one!, two!, three!]) {
        await expect(delivery.complete()).rejects.toMatchObject(REFUSED)
        await expect(delivery.retry(0)).rejects.toMatchObject(REFUSED)
        await expect(delivery.deadLetter('again')).rejects.toMatchObject(REFUSED)
      }
      expect(await bus.stats('g')).toEqual({ depth: 1, deadLetters: 1 })
    })

    test('of two settlings at once, one is refused', async () => {
      const { bus } = await create()
      await bus.publish(events(1))
      const delivery = await new Reader(bus).one()
      const outcomes = await Promise.allSettled([delivery.complete(), delivery.deadLetter('why')])
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
      expect(await bus.stats('g')).toEqual({ depth: 0, deadLetters: 0 })
    })

    test('a retried message comes again after its time, and not before', async () => {
      const { bus, advance } = await create()
      await bus.publish(events(1))
      const reader = new Reader(bus)
      await (await reader.one()).retry(1_000)
      await settle(bus)
      expect(reader.waiting).toBe(0)
      expect((await bus.stats('g')).depth).toBe(1)
      await advance(500)
      await settle(bus)
      expect(reader.waiting).toBe(0)
      await advance(600)
      const again = await reader.one()
      expect(again.event).toEqual(events(1)[0])
      expect(again.deliveryCount).toBe(2)
      await again.complete()
    })

    test('a retry at once comes at once, each time with a higher count', async () => {
      const { bus } = await create()
      await bus.publish(events(1))
      const reader = new Reader(bus)
      for (let count = 1; count <= 5; count += 1) {
        const delivery = await reader.one()
        expect(delivery.deliveryCount).toBe(count)
        await delivery.retry(0)
      }
    })

    test('retries of different delays come in the order of their time', async () => {
      const { bus, advance } = await create()
      await bus.publish(events(3))
      const reader = new Reader(bus)
      const [one, two, three] = await reader.take(3)
      await Promise.all([one!.retry(3_000), two!.retry(1_000), three!.retry(2_000)])
      const order: string[] = []
      for (let step = 0; step < 3; step += 1) {
        await advance(1_100)
        order.push(...idsOf(await reader.take(1)))
      }
      expect(order).toEqual(['e00001', 'e00002', 'e00000'])
    })

    test('a retried message waits for no backlog behind it', async () => {
      const { bus, advance } = await create()
      await bus.publish([event('early')])
      const reader = new Reader(bus, 'g', 1)
      await (await reader.one()).retry(1_000)
      await bus.publish(events(50))
      const held = await reader.one()
      await advance(1_100)
      await settle(bus)
      await held.complete()
      const next = await reader.take(1)
      await next[0]!.complete()
      expect(idsOf([...next, ...(await reader.take(1))])).toContain('early')
    })
  })
}
