import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { afterAll, expect, test } from '@jest/globals'
import { Bench } from '../../../conformance/executor-cases/bench.ts'
import { processHarness } from './harness.ts'

const harness = processHarness()
afterAll(() => {
  rmSync(harness.root, { recursive: true, force: true })
})

/** Threads have numbers as processes have, and this process has the pipe of each task open. */
test('a thread that this process starts while a task runs is nothing that the task left behind', async () => {
  const bench = await Bench.open(harness, 1)
  const id = await bench.submit('sleep')
  await bench.printed(id, 'ready')
  const thread = new Worker('setInterval(() => undefined, 1000)', { eval: true })
  await once(thread, 'online')
  await bench.executor.cancel(id, 10_000)
  expect(await bench.ended(id)).toMatchObject({ state: 'ended' })
  await thread.terminate() // had it been killed, so had this process
  await bench.close()
})
