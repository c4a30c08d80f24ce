import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { nullExecutor } from '../../../adapters/memory/executor.ts'
import { systemClock } from '../../../core/system-clock.ts'
import { LocalStages } from '../../../dispatcher/local-stages.ts'
import { inputEvent, setup } from '../handler/attempt.ts'
import { installation } from './installation.ts'

test('for an executor without files an attempt has no workspace and makes nothing, and still uses what it collects', async () => {
  const bundle = await setup()
  const { context } = await installation()
  const executor = nullExecutor(systemClock)
  await executor.open()
  const workspaces = join(bundle.root, 'workspaces')
  const limits = { graceMs: 1000, maxLogBytes: 1000 }
  const stages = new LocalStages({
    ...context,
    executor,
    workspaces,
    ambient: {},
    limits,
    keepWorkspace: true,
  })
  const read: string[] = []
  const collected = {
    cancelled: 0,
    discarded: 0,
    async *events() {
      for (const id of ['one', 'two']) {
        read.push(id)
        yield inputEvent({ id })
      }
    },
  }
  const progress = {
    starting: async () => undefined,
    started: () => undefined,
    exited: () => undefined,
    note: () => undefined,
  }
  const task = { ...bundle.task, collected }
  const { output } = await stages.run(task, progress, new AbortController().signal)
  expect(output).toEqual({ files: [], bytes: 0, referred: [], events: [], insights: [] })
  expect(read).toEqual(['one', 'two'])
  expect(existsSync(workspaces)).toBe(false)
  await stages.clean(task)
  await stages.stop()
  await executor.close()
  await bundle.close()
})
