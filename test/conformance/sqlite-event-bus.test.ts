import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteEventBus } from '../../adapters/sqlite/event-bus.ts'
import { openSqlite } from '../../adapters/sqlite/sqlite-file.ts'
import { testEventBus } from './event-bus.ts'
import { ManualClock } from './manual-clock.ts'

testEventBus('sqlite', {
  async create() {
    const clock = new ManualClock()
    const folder = await mkdtemp(join(tmpdir(), 'iteron-bus-'))
    let file = await openSqlite(folder)
    let bus = sqliteEventBus(file, clock)
    const advance = (ms: number) => {
      clock.advance(ms)
      return Promise.resolve()
    }
    const close = async () => {
      await bus.close()
      await file.close()
    }
    const reopen = async () => {
      await close()
      file = await openSqlite(folder)
      bus = sqliteEventBus(file, clock)
      return bus
    }
    const dispose = async () => {
      await close()
      await rm(folder, { recursive: true })
    }
    return { bus, advance, reopen, dispose }
  },
})
