import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Bench } from '../../../conformance/executor-cases/bench.ts'
import { marked } from '../../../conformance/executor-cases/processes.ts'
import { comesTrue, running } from './held.ts'
import { processHarness } from './harness.ts'

const TREE = join(import.meta.dirname, '../../../fixtures/executor/tree.sh')
const harness = processHarness()
afterAll(() => {
  rmSync(harness.root, { recursive: true, force: true })
})

function spawners(): string[] {
  return readdirSync(join(harness.folder(), 'spawners'))
}

function shell(script: string): { command: readonly string[] } {
  return { command: ['/bin/sh', '-c', script] }
}

describe('hostile programs', () => {
  let bench: Bench
  let mark: string
  let environment: Record<string, string>
  beforeEach(async () => {
    bench = await Bench.open(harness, 1)
    mark = `mark-${String(Math.random()).slice(2)}`
    environment = { PATH: process.env.PATH ?? '/usr/bin:/bin', TEST_MARK: mark }
  })
  afterEach(() => bench.close())

  test('the spawner is killed from outside: the task is lost, its children are gone, the slot recovers', async () => {
    const id = await bench.submit('daemon-stubborn', [], { environment })
    await bench.printed(id, 'ready')
    const [spawner] = spawners()
    process.kill(Number(spawner), 'SIGKILL')
    expect(await bench.ended(id)).toMatchObject({ end: 'lost' })
    expect(marked(mark)).toEqual([])
    expect((await bench.run('exit', ['3'])).exitCode).toBe(3)
    expect(spawners()).not.toContain(spawner)
  })

  test('one that signals its group ends itself, not the spawner', async () => {
    await bench.run('exit', ['0'])
    const before = spawners()
    expect(await bench.run('exit', [], shell('kill 0; sleep 600'))).toMatchObject({
      end: 'exit',
      exitCode: 143,
    })
    expect((await bench.run('exit', ['3'])).exitCode).toBe(3)
    expect(spawners()).toEqual(before)
  })

  test('one that kills its group by SIGKILL is lost', async () => {
    expect((await bench.run('exit', [], shell('kill -9 0; sleep 600'))).end).toBe('lost')
    expect((await bench.run('exit', ['3'])).exitCode).toBe(3)
  })

  test('a tree of processes that still grows, half of it in sessions of their own, is cancelled', async () => {
    const id = await bench.submit('exit', [], { command: ['/bin/sh', TREE, '5', 'stay'], environment })
    expect(await comesTrue(10_000, () => marked(mark).length > 20)).toBe(true)
    await bench.executor.cancel(id, 0)
    expect(marked(mark)).toEqual([])
  })

  test('such a tree, left behind by a program that ends at once', async () => {
    const end = await bench.run('exit', [], { command: ['/bin/sh', TREE, '5', 'leave'], environment })
    expect(end).toMatchObject({ end: 'exit', exitCode: 0 })
    expect(marked(mark)).toEqual([])
  })

  test('children without an environment are found in the session, whatever their group', async () => {
    const script = 'env -i sleep 61.7 & set -m 2>/dev/null; env -i sleep 61.7 & exit 0'
    expect(await bench.run('exit', [], shell(script))).toMatchObject({ end: 'exit', exitCode: 0 })
    expect(running('sleep', '61.7')).toEqual([])
  })

  test('one that left the session without an environment is found in the folder of the task', async () => {
    const script = 'env -i setsid sleep 61.8 >/dev/null 2>&1 & exit 0'
    expect(await bench.run('exit', [], shell(script))).toMatchObject({ end: 'exit', exitCode: 0 })
    expect(running('sleep', '61.8')).toEqual([])
  })

  test('who works in the same folder, where it is shared, is left alone', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'iteron-shared-'))
    const id = await bench.submit('stubborn', [], { directory })
    await bench.printed(id, 'ready')
    const bystander = spawn('sleep', ['61.9'], { cwd: directory, env: {}, detached: true, stdio: 'ignore' })
    try {
      await once(bystander, 'spawn')
      await bench.executor.cancel(id, 0)
      expect(running('sleep', '61.9')).toEqual([bystander.pid])
    } finally {
      bystander.kill('SIGKILL')
      rmSync(directory, { recursive: true })
    }
  })

  test('output beyond measure is drained at no cost of memory', async () => {
    const bytes = process.env.ITERON_TEST_LONG === '1' ? 1e9 : 1e8
    const before = process.memoryUsage().rss
    const id = await bench.submit('flood', [String(bytes)], { maxLogBytes: 1 << 20 })
    expect(await bench.ended(id)).toMatchObject({ end: 'exit', exitCode: 0 })
    expect((await bench.log(id)).at(-1)).toContain(`${String(bytes - (1 << 20))} more bytes`)
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
  })

  test('only 0, 1 and 2 are open in a program, and 1 and 2 can be opened by name', async () => {
    const names = ['-c', 'ls /proc/self/fd; echo out >/dev/stdout; echo err >/dev/stderr']
    const inherited = spawnSync('/bin/sh', ['-c', 'ls /proc/self/fd'], { encoding: 'utf8' }).stdout
    const id = await bench.submit('exit', [], { command: ['/bin/sh', ...names] })
    expect(await bench.ended(id)).toMatchObject({ exitCode: 0 })
    // What this process was started with is passed on by Node; nothing may come on top.
    expect(await bench.log(id)).toEqual([...inherited.trimEnd().split('\n'), 'out', 'err'])
  })

  test('one that pretends to have ended by printing what looks like a mark', async () => {
    const id = await bench.submit(
      'exit',
      [],
      shell("printf '\\036E0\\n\\036'; printf '%032d' 0; echo S; exit 4"),
    )
    expect(await bench.ended(id)).toMatchObject({ exitCode: 4 })
    expect(await bench.log(id)).toEqual(['\x1eE0', `\x1e${'0'.repeat(32)}S`])
  })
})
