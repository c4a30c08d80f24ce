import { describe } from '@jest/globals'
import { testDeadLetters } from './event-bus/dead-letters.ts'
import { testLifecycle } from './event-bus/lifecycle.ts'
import { testPublishing } from './event-bus/publishing.ts'
import { testSettling } from './event-bus/settling.ts'
import type { EventBusHarness } from './event-bus/subject.ts'
import { testSubscriptions } from './event-bus/subscriptions.ts'

export type { BusUnderTest, EventBusHarness } from './event-bus/subject.ts'

/** What every event bus must do, by its capabilities. */
export function testEventBus(name: string, harness: EventBusHarness): void {
  describe(`event bus: ${name}`, () => {
    testPublishing(harness)
    testSubscriptions(harness)
    testSettling(harness)
    testDeadLetters(harness)
    testLifecycle(harness)
  })
}
