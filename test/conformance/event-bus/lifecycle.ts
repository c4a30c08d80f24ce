import { describe, expect, test } from '@jest/globals'
import { codeOf } from '../../../core/errors.ts'
import type { EventBus } from '../../../core/ports/event-bus.ts'
import { event, events, idsOf, Reader, useBus, type EventBusHarness } from './subject.ts'

const CLOSED = { code: 'FAILED_PRECONDITION' }

export function testLifecycle(harness: EventBusHarness): void {
  describe('lifecycle', () => {
    const create = useBus(harness)

    test('reopening finds what waits, what was out with a higher count, and the dead letters', async () => {
      const subject = await create()
      await subject.bus.publish(events(6))
      const reader = new Reader(subject.bus, 'g', 4)
      const [one, two, three] = await reader.take(4)
      await one!.complete()
      await two!.deadLetter('why')
      await three!.retry(1_000)
      const bus = await subject.reopen()
      await reader.ended
      await bus.open()
      expect(await bus.stats('g')).toEqual({ depth: 4, deadLetters: 1 })
      await subject.advance(1_100)
      const again = await new Reader(bus).take(4)
      const counts = Object.fromEntries(again.map((delivery) => [delivery.event!.id, delivery.deliveryCount]))
      expect(Object.keys(counts).sort()).toEqual(['e00002', 'e00003', 'e00004', 'e00005'])
      expect(counts['e00002']).toBe(2)
      expect(counts['e00003']).toBe(2)
      expect((await bus.deadLetters('g', 5)).map((letter) => letter.event!.id)).toEqual(['e00001'])
    })

    test('closing ends subscriptions, and what they held can no longer be settled', async () => {
      const { bus } = await create()
      await bus.publish(events(2))
      const reader = new Reader(bus)
      const [delivery] = await reader.take(2)
      await bus.close()
      await reader.ended
      await expect(delivery!.complete()).rejects.toMatchObject(CLOSED)
      await expect(delivery!.retry(0)).rejects.toMatchObject(CLOSED)
    })

    test('before open and after close every method rejects with FAILED_PRECONDITION', async () => {
      const subject = await create()
      await subject.bus.close()
      await expectClosed(subject.bus)
      await subject.bus.close()
      await expectClosed(await subject.reopen())
    })

    test('what was acknowledged when the bus closed is there, the rest was refused', async () => {
      const subject = await create()
      const publishing = events(100).map((one) => subject.bus.publish([one]))
      const closing = subject.bus.close()
      const outcomes = await Promise.allSettled(publishing)
      await closing
      const bus = await subject.reopen()
      await bus.open()
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(codeOf(outcome.reason)).toBe('FAILED_PRECONDITION')
      }
      const accepted = events(100).filter((_, n) => outcomes[n]!.status === 'fulfilled')
      expect((await bus.peek('g', 200)).map(({ id }) => id).sort()).toEqual(accepted.map(({ id }) => id))
    })

    test('opening and ensuring again changes nothing', async () => {
      const subject = await create()
      await subject.bus.open()
      await subject.bus.ensureTopics(['a', 'b'], 'g')
      await subject.bus.publish([event('1')])
      const bus = await subject.reopen()
      await bus.open()
      await bus.ensureTopics(['a', 'b'], 'g')
      await bus.publish([event('2')])
      expect(idsOf(await new Reader(bus).take(2))).toEqual(['1', '2'])
      expect((await bus.stats('g')).depth).toBe(2)
    })
  })
}

async function expectClosed(bus: EventBus): Promise<void> {
  const calls = [
    () => bus.ensureTopics(['a'], 'g'),
    () => bus.publish([event('1')]),
    () => bus.peek('g', 1),
    () => bus.deadLetters('g', 1),
    () => bus.settleDeadLetter('g', '1', 'discard'),
    () => bus.stats('g'),
    () => new Reader(bus).ended,
  ]
  for (const call of calls) await expect(call()).rejects.toMatchObject(CLOSED)
}
