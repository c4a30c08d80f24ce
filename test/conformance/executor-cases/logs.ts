import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { ExecutorHarness } from '../executor.ts'
import { Bench, collect } from './bench.ts'

/** What tasks print, while they run and afterwards. */
export function testLogs(harness: ExecutorHarness): void {
  describe('logs', () => {
    let bench: Bench
    beforeEach(async () => {
      bench = await Bench.open(harness)
    })
    afterEach(() => bench.close())

    test('lines in order, stamped, with the last one though it has no newline', async () => {
      const before = Date.now()
      const id = await bench.submit('print', ['one', '', 'zwei ü 漢 🎈', ' four\t'])
      await bench.ended(id)
      const lines = await collect(bench.executor.logs(id, { follow: false }))
      expect(lines.map((line) => line.text)).toEqual(['one', '', 'zwei ü 漢 🎈', ' four\t'])
      for (const line of lines) expect(Math.abs(line.at - before)).toBeLessThan(15_000)
      const bare = await bench.submit('print-bare', ['no newline'])
      await bench.ended(bare)
      expect(await bench.log(bare)).toEqual(['no newline'])
    })

    test('a task that prints nothing has an empty log', async () => {
      const id = await bench.submit('exit', ['0'])
      await bench.ended(id)
      expect(await bench.log(id)).toEqual([])
    })

    test('following gives lines as they come and ends with the task', async () => {
      const id = await bench.submit('sleep')
      const reader = bench.executor.logs(id, { follow: true })[Symbol.asyncIterator]()
      expect((await reader.next()).value).toMatchObject({ text: 'ready' })
      await bench.executor.cancel(id, 10_000)
      expect((await reader.next()).value).toMatchObject({ text: 'terminated' })
      expect((await reader.next()).done).toBe(true)
    })

    test('following ends with the signal; not following ends at once', async () => {
      const id = await bench.submit('sleep')
      await bench.printed(id, 'ready')
      expect(await bench.log(id)).toEqual(['ready'])
      const leaving = new AbortController()
      const lines = collect(bench.executor.logs(id, { follow: true, signal: leaving.signal }))
      leaving.abort()
      expect((await lines).length).toBeLessThanOrEqual(1)
    })

    test('what exceeds the limit is counted, not kept, and does not stop the task', async () => {
      const id = await bench.submit('flood', ['5000000'], { maxLogBytes: 100_000 })
      expect(await bench.ended(id)).toMatchObject({ end: 'exit', exitCode: 0 })
      const lines = await bench.log(id)
      const marker = lines.pop()
      expect(lines.join('')).toBe('x'.repeat(100_000))
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(16_384)
      expect(marker).toContain('4900000 more bytes')
    })

    test('a limit of 0 keeps nothing but the marker', async () => {
      const id = await bench.submit('print', ['abc'], { maxLogBytes: 0 })
      await bench.ended(id)
      expect(await bench.log(id)).toEqual([expect.stringContaining('4 more bytes')])
    })

    test('a big log is kept and read whole, in order, by several readers', async () => {
      const texts = Array.from({ length: 4000 }, (_, index) => `line ${String(index)}`)
      const id = await bench.submit('print', texts)
      const following = collect(bench.executor.logs(id, { follow: true }))
      await bench.ended(id)
      expect((await following).map((line) => line.text)).toEqual(texts)
      expect(await bench.log(id)).toEqual(texts)
    })

    test('bytes that are not UTF-8 are replaced, control characters are kept', async () => {
      const bytes = Buffer.from([0x61, 0xff, 0x62, 0x00, 0x1e, 0x0d, 0x0a, 0xc3])
      const id = await bench.submit('print-base64', [bytes.toString('base64')])
      await bench.ended(id)
      expect(await bench.log(id)).toEqual(['a\ufffdb\u0000\u001e\r', '\ufffd'])
    })

    test('each task has its own log, though they run one after the other in one place', async () => {
      const ids = await Promise.all(
        ['a', 'b', 'c', 'd', 'e'].map((text) => bench.submit('print-bare', [text])),
      )
      await Promise.all(ids.map((id) => bench.ended(id)))
      expect(await Promise.all(ids.map((id) => bench.log(id)))).toEqual([['a'], ['b'], ['c'], ['d'], ['e']])
    })

    test('a forgotten log is gone', async () => {
      const id = await bench.submit('print', ['one'])
      await bench.ended(id)
      await bench.executor.forget(id)
      await expect(bench.log(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })
  })
}
