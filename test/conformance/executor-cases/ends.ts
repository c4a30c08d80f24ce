import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { ExecutorHarness } from '../executor.ts'
import { Bench } from './bench.ts'

/** How tasks end: by themselves, by time, by cancellation, or before they began. */
export function testEnds(harness: ExecutorHarness): void {
  describe('how tasks end', () => {
    let bench: Bench
    beforeEach(async () => {
      bench = await Bench.open(harness, 1)
    })
    afterEach(() => bench.close())

    test.each([0, 1, 3, 126, 127, 255])('with the exit code %i', async (code) => {
      expect(await bench.run('exit', [String(code)])).toMatchObject({ end: 'exit', exitCode: code })
    })

    test.each([1, 9, 11, 15])('by signal %i with 128 more', async (signal) => {
      const end = await bench.run('raise', [String(signal)])
      expect(end).toMatchObject({ end: 'exit', exitCode: 128 + signal })
    })

    test('a missing program is unstartable, and the executor goes on', async () => {
      for (const command of [['/nowhere/program'], ['no-such-program'], ['./absent'], ['']]) {
        const end = await bench.run('exit', [], { command })
        expect(end).toMatchObject({ end: 'unstartable', reason: expect.stringMatching(/\w/) as unknown })
      }
      expect((await bench.run('exit', ['4'])).exitCode).toBe(4)
    })

    test('a file that is not executable, a directory, and no program at all are unstartable', async () => {
      for (const command of [[await harness.notExecutable()], [await harness.directory()], []]) {
        expect((await bench.run('exit', [], { command })).end).toBe('unstartable')
      }
    })

    test('by timeout: terminated, with time to end by itself', async () => {
      const id = await bench.submit('sleep', [], { timeoutMs: 700 })
      expect(await bench.ended(id)).toMatchObject({ state: 'ended', end: 'timeout' })
      expect(await bench.log(id)).toEqual(['ready', 'terminated'])
    })

    test('by timeout: killed when it does not end within the grace', async () => {
      const end = await bench.run('stubborn', [], { timeoutMs: 300, graceMs: 200 })
      expect(end).toMatchObject({ state: 'ended', end: 'timeout' })
      expect((end.endedAt ?? 0) - (end.startedAt ?? 0)).toBeGreaterThanOrEqual(495)
    })

    test('a task that ends in time is not timed out', async () => {
      expect(await bench.run('exit', ['0'], { timeoutMs: 15_000 })).toMatchObject({
        end: 'exit',
        exitCode: 0,
      })
      expect(await bench.run('exit', ['0'], { timeoutMs: 2 ** 40 })).toMatchObject({
        end: 'exit',
        exitCode: 0,
      })
    })

    test('cancelled while it runs: terminated', async () => {
      const id = await bench.submit('sleep')
      await bench.printed(id, 'ready')
      await bench.executor.cancel(id, 10_000)
      expect((await bench.executor.list())[0]).toMatchObject({ id, state: 'ended', end: 'cancelled' })
      expect(await bench.log(id)).toEqual(['ready', 'terminated'])
    })

    test('cancelled while it runs: killed when it does not end within the grace', async () => {
      const id = await bench.submit('stubborn')
      await bench.printed(id, 'ready')
      await bench.executor.cancel(id, 50)
      expect(await bench.ended(id)).toMatchObject({ end: 'cancelled' })
    })

    test('cancelled again with less patience: killed at once', async () => {
      const id = await bench.submit('stubborn')
      await bench.printed(id, 'ready')
      const patient = bench.executor.cancel(id, 600_000)
      await bench.executor.cancel(id, 0)
      await patient
      expect(await bench.ended(id)).toMatchObject({ end: 'cancelled' })
    })

    test('cancelled while it starts, at every moment of it', async () => {
      for (let round = 0; round < 8; round++) {
        const id = await bench.submit('sleep')
        for (let turn = 0; turn < round * 3; turn++) await new Promise(setImmediate)
        await bench.executor.cancel(id, 5000)
        expect(await bench.ended(id)).toMatchObject({ end: 'cancelled' })
      }
    })

    test('cancelled while it waits for room: it never starts', async () => {
      const first = await bench.submit('sleep')
      await bench.printed(first, 'ready')
      const file = join(await harness.directory(), 'file')
      const waiting = await bench.submit('append', [file])
      await bench.executor.cancel(waiting, 0)
      const end = await bench.ended(waiting)
      expect(existsSync(file)).toBe(end.startedAt !== undefined)
      await bench.executor.cancel(first, 0)
    })

    test('cancelled after its end: nothing changes', async () => {
      const id = await bench.submit('exit', ['3'])
      const end = await bench.ended(id)
      await bench.executor.cancel(id, 0)
      expect(await bench.executor.list()).toEqual([end])
      expect((await bench.run('exit', ['5'])).exitCode).toBe(5)
    })
  })
}
