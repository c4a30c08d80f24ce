import { expect, test } from '@jest/globals'
import { Bench } from './folder.ts'

const bench = new Bench()

test('a backlog of 100,000 events stays on the disk, and its front comes at once', async () => {
  const program = bench.program(
    await bench.folder(),
    `const file = await openSqlite(folder)
     const clock = { now: () => Date.now(), monotonic: () => performance.now(), sleep: () => new Promise(() => {}) }
     const bus = sqliteEventBus(file, clock)
     await bus.open()
     await bus.ensureTopics(['a'], 'g')
     const data = 'x'.repeat(600)
     const event = (n) => ({ specversion: '1.0', id: String(n), source: 's', type: 'a', data })
     await bus.publish([event(-1)])
     const before = process.memoryUsage().rss
     for (let n = 0; n < 100000; n += 1000) await bus.publish(Array.from({ length: 1000 }, (_, k) => event(n + k)))
     let got = []
     for await (const batch of bus.subscribe('g', { prefetch: 10, signal: new AbortController().signal })) {
       got.push(...batch)
       if (got.length >= 10) break
     }
     const { depth } = await bus.stats('g')
     say([depth, got.length, got[9].event.id, Math.round((process.memoryUsage().rss - before) / 2 ** 20)].join(' '))
     await bus.close()
     await file.close()`,
  )
  const [depth, count, last, grownMb] = (await program.line())!.split(' ').map(Number)
  expect([depth, count, last]).toEqual([100_001, 10, 8])
  expect(grownMb).toBeLessThan(100)
}, 60_000)
