import { expect, test } from '@jest/globals'
import type { Executor, TaskStatus } from '../../../core/ports/executor.ts'
import { StatusFeed } from '../../../core/tasks/status-feed.ts'
import { TaskEnds } from '../../../dispatcher/task-ends.ts'

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined }

test('after an observation that broke off, the next task is observed anew', async () => {
  const feed = new StatusFeed()
  let observed = 0
  const executor = {
    observe(signal: AbortSignal): AsyncIterable<TaskStatus> {
      observed += 1
      return observed === 1 ? brokenOff() : feed.observe(signal)
    },
  } as Partial<Executor> as Executor
  const ends = new TaskEnds(executor, SILENT)
  expect(await ends.of('first')).toMatchObject({ end: 'lost' })
  const second = ends.of('second')
  feed.publish({ id: 'second', state: 'ended', end: 'exit', exitCode: 0 })
  expect(await second).toMatchObject({ end: 'exit', exitCode: 0 })
  await ends.stop()
})

async function* brokenOff(): AsyncGenerator<TaskStatus> {
  yield await Promise.reject(new Error('the connection broke'))
}
