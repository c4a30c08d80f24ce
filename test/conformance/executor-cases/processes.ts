import { readdirSync, readFileSync, rmdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { ExecutorHarness } from '../executor.ts'
import { Bench } from './bench.ts'

/** Real processes: none that a task started is left when the task is reported as ended. */
export function testProcesses(harness: ExecutorHarness): void {
  describe('processes', () => {
    let bench: Bench
    let mark: string
    let changes: { environment: Record<string, string> }
    beforeEach(async () => {
      bench = await Bench.open(harness, 1)
      mark = `mark-${String(Math.random()).slice(2)}`
      changes = { environment: { PATH: process.env.PATH ?? '/usr/bin:/bin', TEST_MARK: mark } }
    })
    afterEach(() => bench.close())

    test.each(['fork', 'daemon'] as const)('a %s that outlives the program is killed', async (behaviour) => {
      for (let round = 0; round < 5; round++) {
        expect(await bench.run(behaviour, [], changes)).toMatchObject({ end: 'exit', exitCode: 0 })
        expect(marked(mark)).toEqual([])
      }
      expect((await bench.run('exit', ['3'])).exitCode).toBe(3)
    })

    test('cancelled, with a daemon', async () => {
      const id = await bench.submit('daemon-stubborn', [], changes)
      await bench.printed(id, 'ready')
      expect(marked(mark).length).toBeGreaterThanOrEqual(2)
      await bench.executor.cancel(id, 50)
      expect(marked(mark)).toEqual([])
    })

    test('timed out, with a daemon', async () => {
      const end = await bench.run('daemon-stubborn', [], { ...changes, timeoutMs: 300, graceMs: 50 })
      expect(end.end).toBe('timeout')
      expect(marked(mark)).toEqual([])
    })

    test('closed, with a daemon', async () => {
      const id = await bench.submit('daemon-stubborn', [], changes)
      await bench.printed(id, 'ready')
      await bench.close()
      expect(marked(mark)).toEqual([])
    })

    test('a working directory that is gone is unstartable', async () => {
      const directory = await harness.directory()
      rmdirSync(directory)
      expect((await bench.run('exit', ['0'], { directory })).end).toBe('unstartable')
    })
  })
}

/** Pids of this machine whose environment contains the text, zombies left out: those have none. */
export function marked(text: string): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(text))
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  } catch {
    return ''
  }
}
