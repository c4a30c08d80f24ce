import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { processExecutor } from '../../../../adapters/process/executor.ts'
import { systemClock } from '../../../../core/system-clock.ts'
import { marked } from '../../../conformance/executor-cases/processes.ts'
import { comesTrue, Held } from './held.ts'
import { program } from './programs.ts'

describe('a process with an executor that dies', () => {
  let folder: string
  let mark: string
  let held: Held | undefined
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'iteron-death-'))
    mark = `mark-${String(Math.random()).slice(2)}`
  })
  afterEach(async () => {
    await held?.kill()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(['stubborn', 'daemon-stubborn'] as const)(
    'by kill -9 leaves nothing of a %s within a second',
    async (kind) => {
      held = await Held.start(folder, mark, 0, program(kind))
      expect(marked(mark).length).toBeGreaterThanOrEqual(2)
      await held.kill()
      expect(await comesTrue(1000, () => marked(mark).length === 0)).toBe(true)
    },
  )

  test('by kill -9 leaves nothing though its guard had been killed before', async () => {
    held = await Held.start(folder, mark, 0, program('daemon-stubborn'))
    const first = held.guard()
    process.kill(first ?? NaN, 'SIGKILL')
    const replaced = () => held?.guard() !== undefined && held.guard() !== first
    expect(await comesTrue(5000, replaced)).toBe(true)
    await held.kill()
    expect(await comesTrue(1000, () => marked(mark).length === 0)).toBe(true)
  })

  test('together with its guard: the next executor on the folder ends what is left', async () => {
    held = await Held.start(folder, mark, 0, program('daemon-stubborn'))
    const guard = held.guard() ?? NaN
    process.kill(guard, 'SIGSTOP')
    await held.kill()
    expect(marked(mark).length).toBeGreaterThanOrEqual(2)
    const executor = processExecutor({ slots: 1, folder, clock: systemClock })
    await executor.open()
    expect(marked(mark)).toEqual([])
    await executor.close()
    process.kill(guard, 'SIGKILL')
  })

  test('or is only silent for too long: its programs are killed, and it goes on', async () => {
    held = await Held.start(folder, mark, 1000, program('daemon-stubborn'))
    expect(await comesTrue(1500, () => marked(mark).length === 0)).toBe(false)
    held.signal('SIGSTOP')
    expect(await comesTrue(5000, () => marked(mark).length === 0)).toBe(true)
    held.signal('SIGCONT')
    expect([await held.line(), await held.line()]).toEqual(['lost', 'lost'])
  })
})
