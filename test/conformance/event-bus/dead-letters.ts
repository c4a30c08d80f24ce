import { describe, expect, test } from '@jest/globals'
import type { EventBus } from '../../../core/ports/event-bus.ts'
import { event, events, idsOf, Reader, useBus, type EventBusHarness } from './subject.ts'

export function testDeadLetters(harness: EventBusHarness): void {
  describe('dead letters', () => {
    const create = useBus(harness)

    test('a dead letter is listed with its event and reason', async () => {
      const { bus } = await create()
      await bury(bus, 1, 'it\'s \0 "bad" \u{1F600}')
      const [letter] = await bus.deadLetters('g', 10)
      expect(letter).toMatchObject({
        topic: 'a',
        group: 'g',
        reason: 'it\'s \0 "bad" \u{1F600}',
        event: events(1)[0],
      })
      expect(letter!.at).toBeGreaterThan(0)
      expect(await bus.stats('g')).toEqual({ depth: 0, deadLetters: 1 })
      expect(await bus.deadLetters('nobody', 10)).toEqual([])
    })

    test('they are paged from the oldest', async () => {
      const { bus } = await create()
      await bury(bus, 25)
      const listed: string[] = []
      let after: string | undefined
      for (;;) {
        const page = await bus.deadLetters('g', 10, after)
        if (page.length === 0) break
        expect(page.length).toBeLessThanOrEqual(10)
        listed.push(...page.map((letter) => letter.event!.id))
        after = page.at(-1)!.id
      }
      expect(listed).toEqual(events(25).map(({ id }) => id))
    })

    test('one that is redriven comes again and is no dead letter any more', async () => {
      const { bus } = await create()
      await bury(bus, 2)
      const [letter] = await bus.deadLetters('g', 1)
      await bus.settleDeadLetter('g', letter!.id, 'redrive')
      const delivery = await new Reader(bus).one()
      expect(delivery.event).toEqual(letter!.event)
      await delivery.complete()
      expect(await bus.stats('g')).toEqual({ depth: 0, deadLetters: 1 })
      const missing = bus.settleDeadLetter('g', letter!.id, 'redrive')
      await expect(missing).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })

    test('one that is discarded is gone', async () => {
      const { bus } = await create()
      await bury(bus, 1)
      const [letter] = await bus.deadLetters('g', 1)
      await bus.settleDeadLetter('g', letter!.id, 'discard')
      expect(await bus.stats('g')).toEqual({ depth: 0, deadLetters: 0 })
      expect(await bus.peek('g', 1)).toEqual([])
      for (const id of [letter!.id, 'nonsense', '']) {
        await expect(bus.settleDeadLetter('g', id, 'discard')).rejects.toMatchObject({ code: 'NOT_FOUND' })
      }
    })

    test('of two that settle one at once, one finds it', async () => {
      const { bus } = await create()
      await bury(bus, 1)
      const [letter] = await bus.deadLetters('g', 1)
      const settling = [1, 2, 3].map(() => bus.settleDeadLetter('g', letter!.id, 'redrive'))
      const outcomes = await Promise.allSettled(settling)
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect((await bus.stats('g')).depth).toBe(1)
    })

    test("another group's dead letters are its own", async () => {
      const { bus } = await create()
      await bus.ensureTopics(['a'], 'h')
      await bury(bus, 1)
      const [letter] = await bus.deadLetters('g', 1)
      await expect(bus.settleDeadLetter('h', letter!.id, 'discard')).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
      await bus.settleDeadLetter('g', letter!.id, 'redrive')
      expect(idsOf(await new Reader(bus, 'h').take(1))).toEqual(['e00000'])
      expect((await bus.stats('h')).depth).toBe(1)
    })

    test('bytes that are no event come with the problem, and can only be discarded', async () => {
      const { bus, publishRaw } = await create()
      if (publishRaw === undefined) {
        expect(bus.capabilities.internal).toBe(true) // only what is written from outside can be unreadable
        return
      }
      await publishRaw('a', Buffer.from('{"no":'))
      const reader = new Reader(bus)
      const delivery = await reader.one()
      expect(delivery.event).toBeUndefined()
      expect(Buffer.from(delivery.raw!).toString()).toBe('{"no":')
      expect(delivery.problem).not.toBe('')
      await delivery.deadLetter(delivery.problem!)
      const [letter] = await bus.deadLetters('g', 1)
      expect(letter).toMatchObject({ raw: '{"no":', event: undefined })
      const redrive = bus.settleDeadLetter('g', letter!.id, 'redrive')
      await expect(redrive).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' })
      await bus.settleDeadLetter('g', letter!.id, 'discard')
      await bus.publish([event('readable')])
      expect(idsOf(await reader.take(1))).toEqual(['readable'])
    })
  })
}

async function bury(bus: EventBus, count: number, reason = 'spent'): Promise<void> {
  await bus.publish(events(count))
  const reader = new Reader(bus)
  for (const delivery of await reader.take(count)) await delivery.deadLetter(reason)
  await reader.abort()
}
