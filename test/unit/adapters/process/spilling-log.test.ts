import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { LogMemory, SpillingLog } from '../../../../adapters/process/spilling-log.ts'
import { collect } from '../../../conformance/executor-cases/bench.ts'

const root = mkdtempSync(join(tmpdir(), 'iteron-log-'))
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

let count = 0
function newPath(): string {
  return join(root, String(count++))
}

describe('a log that spills', () => {
  test('has no file while it is small', async () => {
    const path = newPath()
    const log = new SpillingLog(() => path, new LogMemory(1e6))
    log.append({ at: 1, text: 'one' })
    log.end()
    expect(await collect(log.read({ follow: true }))).toEqual([{ at: 1, text: 'one' }])
    expect(existsSync(path)).toBe(false)
  })

  test('goes to a file when it grows, and readers that had begun go on where they were', async () => {
    const path = newPath()
    const log = new SpillingLog(() => path, new LogMemory(1e6))
    log.append({ at: 0, text: 'first' })
    const reader = log.read({ follow: true })
    expect((await reader.next()).value).toEqual({ at: 0, text: 'first' })
    for (let at = 1; at < 300; at++) log.append({ at, text: `${'ü"\\\u0000'.repeat(50)}${String(at)}` })
    const rest = collect(reader)
    await log.written()
    log.end()
    expect((await rest).map((line) => line.at)).toEqual(Array.from({ length: 299 }, (_, index) => index + 1))
    expect(existsSync(path)).toBe(true)
    await log.remove()
    expect(existsSync(path)).toBe(false)
  })

  test('goes to a file at once when all logs together fill the memory, and gives back what it held', async () => {
    const memory = new LogMemory(100)
    const path = newPath()
    const full = new SpillingLog(newPath, memory)
    full.append({ at: 1, text: 'x'.repeat(30) })
    const log = new SpillingLog(() => path, memory)
    log.append({ at: 1, text: 'y' })
    await log.written()
    expect(existsSync(path)).toBe(true)
    await log.remove()
    await full.remove()
    expect(memory.used).toBe(0)
  })

  test('tells what could not be written, once', async () => {
    const log = new SpillingLog(() => join(root, 'absent', 'file'), new LogMemory(0))
    log.append({ at: 1, text: 'one' })
    await log.written()
    log.append({ at: 2, text: 'two' })
    log.end()
    const lines = await collect(log.read({ follow: false }))
    expect(lines.map((line) => line.text)).toEqual([expect.stringMatching(/could not be kept: .*ENOENT/)])
    await log.remove()
  })
})
