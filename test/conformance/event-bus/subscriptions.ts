import { describe, expect, test } from '@jest/globals'
import { event, events, idsOf, Reader, settle, useBus, type EventBusHarness } from './subject.ts'

export function testSubscriptions(harness: EventBusHarness): void {
  describe('subscriptions', () => {
    const create = useBus(harness)

    test('no more than the prefetch are out, and room is filled again', async () => {
      const { bus } = await create()
      const reader = new Reader(bus, 'g', 4)
      await bus.publish(events(20))
      const first = await reader.take(4)
      await settle(bus)
      expect(reader.waiting).toBe(0)
      await first[0]!.complete()
      await first[1]!.complete()
      const second = await reader.take(2)
      await settle(bus)
      expect(reader.waiting).toBe(0)
      expect(new Set(idsOf([...first, ...second])).size).toBe(6)
      expect((await bus.stats('g')).depth).toBe(18)
    })

    test('two readers of a group share its events', async () => {
      const { bus } = await create()
      await bus.publish(events(60))
      const got = { one: [] as string[], two: [] as string[] }
      const consume = async (reader: Reader, mine: string[]) => {
        while (got.one.length + got.two.length < 60) {
          const delivery = await Promise.race([reader.one(), reader.ended])
          if (delivery === undefined) return
          mine.push(...idsOf([delivery]))
          await delivery.complete()
          if (got.one.length + got.two.length === 60) await Promise.all([first.abort(), second.abort()])
        }
      }
      const [first, second] = [new Reader(bus, 'g', 5), new Reader(bus, 'g', 5)]
      await Promise.race([Promise.all([consume(first, got.one), consume(second, got.two)]), first.ended])
      expect([...got.one, ...got.two].sort()).toEqual(events(60).map(({ id }) => id))
      expect(got.one.length).toBeGreaterThan(0)
      expect(got.two.length).toBeGreaterThan(0)
    })

    test('what was not settled when a subscription ends comes again, counted higher', async () => {
      const { bus } = await create()
      await bus.publish(events(6))
      const first = new Reader(bus)
      const before = await first.take(6)
      await before[0]!.complete()
      await first.abort()
      const again = await new Reader(bus).take(5)
      expect(idsOf(again).sort()).toEqual(idsOf(before.slice(1)).sort())
      expect(again.every(({ deliveryCount }) => deliveryCount > 1)).toBe(true)
      await expect(before[1]!.complete()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' })
      await Promise.all(again.map((delivery) => delivery.complete()))
      expect((await bus.stats('g')).depth).toBe(0)
    })

    test('a reader that leaves the loop gives back what it held', async () => {
      const { bus } = await create()
      await bus.publish(events(5))
      const { signal } = new AbortController()
      for await (const batch of bus.subscribe('g', { prefetch: 2, signal })) {
        expect(batch.length).toBeGreaterThan(0)
        break
      }
      expect(idsOf(await new Reader(bus).take(5)).sort()).toEqual(events(5).map(({ id }) => id))
    })

    test('an abort ends the stream in the middle, and one that was aborted before ends at once', async () => {
      const { bus } = await create()
      await bus.publish(events(50))
      const reader = new Reader(bus, 'g', 10)
      await reader.take(3)
      await reader.abort()
      const aborted: unknown[] = []
      for await (const batch of bus.subscribe('g', { prefetch: 5, signal: AbortSignal.abort() }))
        aborted.push(batch)
      expect(aborted).toEqual([])
      expect((await bus.stats('g')).depth).toBe(50)
    })

    test('a subscription waits for a group and topics that come later', async () => {
      const { bus } = await create()
      const reader = new Reader(bus, 'late')
      await settle(bus)
      await bus.ensureTopics(['z'], 'late')
      await bus.publish([event('1', 'z')])
      expect(idsOf(await reader.take(1))).toEqual(['1'])
    })

    test('a prefetch that is no whole number of at least 1 is INVALID_ARGUMENT', async () => {
      const { bus } = await create()
      const { signal } = new AbortController()
      for (const prefetch of [0, -1, 1.5]) {
        expect(() => bus.subscribe('g', { prefetch, signal })).toThrow(
          expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
        )
      }
    })
  })
}
