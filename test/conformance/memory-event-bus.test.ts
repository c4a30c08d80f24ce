import { memoryEventBus } from '../../adapters/memory/event-bus.ts'
import { testEventBus } from './event-bus.ts'
import { ManualClock } from './manual-clock.ts'

testEventBus('memory', {
  create() {
    const clock = new ManualClock()
    const bus = memoryEventBus(clock)
    const reopen = async () => {
      await bus.close()
      return bus
    }
    const advance = (ms: number) => {
      clock.advance(ms)
      return Promise.resolve()
    }
    return Promise.resolve({ bus, advance, reopen, dispose: () => bus.close() })
  },
})
