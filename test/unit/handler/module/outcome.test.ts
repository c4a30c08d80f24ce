import { describe, expect, test } from '@jest/globals'
import type { LogLine, TaskStatus } from '../../../../core/ports/executor.ts'
import { lastLines } from '../../../../handler/module/log-tail.ts'
import { moduleTask } from '../../../../handler/module/module-task.ts'
import { outcomeOf } from '../../../../handler/module/outcome.ts'
import { workspaceOf } from '../../../../handler/workspace.ts'
import { attemptTask } from '../attempt.ts'

const { spec } = attemptTask({ spec: { resources: { memory: '1Gi' } } })

const ended = (status: Partial<TaskStatus>): TaskStatus => ({ id: 't', state: 'ended', ...status })

describe('an ended task', () => {
  test('that exited with 0 has succeeded', () => {
    expect(outcomeOf(ended({ end: 'exit', exitCode: 0 }), spec)).toEqual({ kind: 'succeeded' })
  })

  test('that was cancelled is no failure', () => {
    expect(outcomeOf(ended({ end: 'cancelled' }), spec)).toEqual({ kind: 'cancelled' })
  })

  test.each([
    [{ end: 'exit', exitCode: 3 }, 'exit', 'the module exited with 3; last lines of its log: one | two'],
    [
      { end: 'exit', exitCode: 137 },
      'exit',
      'the module exited with 137, which stands for the signal SIGKILL; last',
    ],
    [{ end: 'exit' }, 'exit', 'the module ended without an exit code; last'],
    [{ end: 'timeout' }, 'timeout', 'the module ran longer than 5m and was ended; last lines'],
    [{ end: 'oom' }, 'memory', 'the module used more memory than it may (1Gi) and was ended; last lines'],
    [
      { end: 'lost', reason: 'its node went away' },
      'lost',
      "the module's process was lost: nobody knows how it ended: its node",
    ],
    [
      { end: 'unstartable', reason: 'no such file' },
      'configuration',
      "the module's program can't be started: no such file",
    ],
    [
      { end: 'unavailable', reason: 'too many open files' },
      'staging',
      "the module's program was not started: too many open files",
    ],
    [{}, 'lost', "the module's process was lost"],
  ] as const)('%j is of the class %s', (status, kind, message) => {
    const outcome = outcomeOf(ended(status), spec, ['one', 'two'])
    if (outcome.kind !== 'failed') throw new Error('expected a failure')
    expect(outcome.failure.failure.class).toBe(kind)
    expect(outcome.failure.message.startsWith(message)).toBe(true)
  })

  test('that could not begin is tried again until it can', () => {
    expect(outcomeOf(ended({ end: 'unavailable' }), spec)).toMatchObject({
      failure: { failure: { class: 'staging', passes: true } },
    })
  })

  test('keeps its exit code', () => {
    const outcome = outcomeOf(ended({ end: 'exit', exitCode: 42 }), spec)
    expect(outcome).toMatchObject({
      failure: { failure: { exitCode: 42, message: 'the module exited with 42' } },
    })
  })
})

test('the last lines of a log are few and short', async () => {
  const lines = ['0', '1', '2', ' ', '3', '4  ', '', 'x'.repeat(1000), '\t']
  async function* log(): AsyncGenerator<LogLine> {
    for (const text of lines) yield { at: 0, text }
  }
  expect(await lastLines(log())).toEqual(['1', '2', '3', '4', `${'x'.repeat(300)}…`])
})

test('a prepared attempt becomes a task', () => {
  const task = attemptTask({ spec: { timeout: '48h', resources: { cpus: 2, memory: '512Mi', gpus: 1 } } })
  const workspace = workspaceOf('/workspaces', task.id)
  const prepared = {
    environment: { A: 'b' },
    command: ['sh', '-c', ':'],
    filesIn: 0,
    bytesIn: 0,
    cacheHits: 0,
  }
  expect(moduleTask(task, prepared, workspace, { graceMs: 10, maxLogBytes: 20 })).toEqual({
    id: task.id,
    command: ['sh', '-c', ':'],
    directory: `/workspaces/${task.id}`,
    environment: { A: 'b' },
    timeoutMs: 48 * 3_600_000,
    graceMs: 10,
    maxLogBytes: 20,
    resources: { cpus: 2, memoryBytes: 512 * 2 ** 20, gpus: 1 },
  })
})
