import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { TaskStatus } from '../../../core/ports/executor.ts'
import type { ExecutorHarness } from '../executor.ts'
import { Bench, collect } from './bench.ts'

/** What the executor knows: submit, observe, list, forget, open and close. */
export function testKnown(harness: ExecutorHarness): void {
  describe('what is known', () => {
    let bench: Bench
    beforeEach(async () => {
      bench = await Bench.open(harness)
    })
    afterEach(() => bench.close())

    test('a task that is submitted twice runs once', async () => {
      const file = join(await harness.directory(), 'runs')
      const task = await bench.task('append', [file])
      await Promise.all([bench.executor.submit(task), bench.executor.submit(task)])
      await bench.ended(task.id)
      await bench.executor.submit(task)
      await bench.run('exit', ['0'])
      expect(await readFile(file, 'utf8')).toBe('run\n')
    })

    test('observers see running, then ended, with times', async () => {
      const id = await bench.submit('exit', ['0'])
      const end = await bench.ended(id)
      const states = bench.seen.filter((status) => status.id === id)
      expect(states.map((status) => status.state)).toEqual(['running', 'ended'])
      expect(states[0]?.startedAt).toBeGreaterThan(0)
      expect(end.startedAt).toBe(states[0]?.startedAt)
      expect(end.endedAt).toBeGreaterThanOrEqual(end.startedAt ?? Infinity)
    })

    test('each observer is told; one that left is not, and its iterator ends', async () => {
      const leaving = new AbortController()
      const first = seenBy(bench.executor.observe(leaving.signal))
      const id = await bench.submit('exit', ['0'])
      await bench.ended(id)
      leaving.abort()
      await bench.run('exit', ['0'])
      expect((await first).map((status) => `${status.id} ${status.state}`)).toEqual([
        `${id} running`,
        `${id} ended`,
      ])
    })

    test('an observer whose signal is aborted already sees nothing', async () => {
      expect(await seenBy(bench.executor.observe(AbortSignal.abort()))).toEqual([])
    })

    test('running and ended tasks are listed until they are forgotten', async () => {
      const running = await bench.submit('sleep')
      const ended = await bench.submit('exit', ['3'])
      await bench.ended(ended)
      const states = new Map((await bench.executor.list()).map((status) => [status.id, status]))
      expect(states.get(running)?.state).toBe('running')
      expect(states.get(ended)).toMatchObject({ state: 'ended', end: 'exit', exitCode: 3 })
      await bench.executor.forget(ended)
      await bench.executor.forget(ended)
      expect((await bench.executor.list()).map((status) => status.id)).toEqual([running])
    })

    test('a task that is not known has no log; forgetting and cancelling it is no error', async () => {
      await expect(collect(bench.executor.logs('nobody', { follow: true }))).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
      await bench.executor.forget('nobody')
      await bench.executor.cancel('nobody', 0)
    })

    test('a running task is not forgotten', async () => {
      const id = await bench.submit('sleep')
      await bench.executor.forget(id)
      expect((await bench.executor.list()).map((status) => status.id)).toEqual([id])
    })

    test('tasks beyond its limit run when there is room', async () => {
      const ids = await Promise.all(
        Array.from({ length: 9 }, (_, code) => bench.submit('exit', [String(code)])),
      )
      const ends = await Promise.all(ids.map((id) => bench.ended(id)))
      expect(ends.map((end) => end.exitCode)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    })

    test('opening twice changes nothing', async () => {
      const id = await bench.submit('sleep')
      await bench.executor.open()
      expect((await bench.executor.list()).map((status) => status.id)).toEqual([id])
    })
  })

  describe('open and close', () => {
    test('before it is opened it takes nothing', async () => {
      const executor = await harness.create(1)
      await expect(executor.list()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' })
      await executor.close()
      await executor.close()
    })

    test('close ends every task and every observer; then it takes nothing', async () => {
      const bench = await Bench.open(harness)
      const observed = seenBy(bench.executor.observe(new AbortController().signal))
      const ids = [await bench.submit('sleep'), await bench.submit('stubborn'), await bench.submit('sleep')]
      const log = collect(bench.executor.logs(ids[0] ?? '', { follow: true }))
      await bench.close()
      await bench.close()
      const ends = (await observed).filter((status) => status.state === 'ended')
      expect(ends.map((status) => status.end)).toEqual(['cancelled', 'cancelled', 'cancelled'])
      expect(ends.map((status) => status.id).sort()).toEqual([...ids].sort())
      await log
      const task = await bench.task('exit', ['0'])
      await expect(bench.executor.submit(task)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' })
      await expect(bench.executor.open()).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' })
      expect(await seenBy(bench.executor.observe(new AbortController().signal))).toEqual([])
    })
  })
}

async function seenBy(statuses: AsyncIterable<TaskStatus>): Promise<TaskStatus[]> {
  const seen: TaskStatus[] = []
  for await (const status of statuses) seen.push(status)
  return seen
}
