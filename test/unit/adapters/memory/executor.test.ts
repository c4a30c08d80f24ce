import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { memoryExecutor, nullExecutor } from '../../../../adapters/memory/executor.ts'
import type { Command } from '../../../../adapters/memory/executor.ts'
import { systemClock } from '../../../../core/system-clock.ts'
import { testExecutor } from '../../../conformance/executor.ts'

const root = mkdtempSync(join(tmpdir(), 'iteron-memory-'))
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

const commands: Record<string, Command> = {
  exit: (run) => Number(run.arguments[0]),
  raise: (run) => 128 + Number(run.arguments[0]),
  print: (run) => {
    for (const text of run.arguments) run.print(`${text}\n`)
    return 0
  },
  'print-bare': (run) => {
    run.print(run.arguments[0] ?? '')
    return 0
  },
  'print-base64': (run) => {
    run.print(Buffer.from(run.arguments[0] ?? '', 'base64'))
    return 0
  },
  flood: (run) => {
    const bytes = Number(run.arguments[0])
    for (let sent = 0; sent < bytes; sent += 10_000) run.print('x'.repeat(Math.min(10_000, bytes - sent)))
    return 0
  },
  sleep: (run) => {
    run.print('ready\n')
    return new Promise((resolve) => {
      const terminate = () => {
        run.print('terminated\n')
        resolve(7)
      }
      if (run.signal.aborted) terminate()
      else run.signal.addEventListener('abort', terminate)
    })
  },
  stubborn: (run) => {
    run.print('ready\n')
    return new Promise(() => undefined)
  },
  describe: (run) => {
    const { environment, directory } = run.task
    run.print(JSON.stringify({ arguments: run.arguments, environment, directory, stdin: '' }))
    return 0
  },
  append: (run) => {
    appendFileSync(run.arguments[0] ?? '', 'run\n')
    return 0
  },
}

testExecutor('memory', {
  create: () => Promise.resolve(memoryExecutor({ clock: systemClock, commands })),
  directory: () => Promise.resolve(mkdtempSync(join(root, 'd-'))),
  command: (behaviour, ...parameters) => [behaviour, ...parameters],
  notExecutable: () => Promise.resolve('not-executable'),
  processes: false,
  added: [],
})

test('a command that throws ends with code 1 and prints why', async () => {
  const broken: Command = () => {
    throw new Error('broken')
  }
  const executor = memoryExecutor({ clock: systemClock, commands: { broken } })
  await executor.open()
  const observed = executor.observe(AbortSignal.timeout(5000))[Symbol.asyncIterator]()
  await executor.submit({ ...TASK, command: ['broken'] })
  await observed.next()
  expect((await observed.next()).value).toMatchObject({ end: 'exit', exitCode: 1 })
  const line = await executor.logs(TASK.id, { follow: false })[Symbol.asyncIterator]().next()
  expect(line.value).toMatchObject({ text: 'broken' })
  await executor.close()
})

test('for the null executor every program succeeds', async () => {
  const executor = nullExecutor(systemClock)
  await executor.open()
  const observed = executor.observe(AbortSignal.timeout(5000))[Symbol.asyncIterator]()
  await executor.submit({ ...TASK, command: ['anything', 'at all'] })
  await observed.next()
  expect((await observed.next()).value).toMatchObject({ end: 'exit', exitCode: 0 })
  await executor.close()
})

const TASK = {
  id: 'one',
  command: [],
  directory: '/',
  environment: {},
  timeoutMs: 0,
  graceMs: 0,
  maxLogBytes: 1000,
}
