import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { memoryBlobStore } from '../../../adapters/memory/blob-store.ts'
import { commit } from '../../../handler/committer/commit.ts'
import { prepare } from '../../../handler/preparer/prepare.ts'
import { sparesOf, sweepWorkspaces, workspaceOf } from '../../../handler/workspace.ts'
import { attemptTask, inputEvent } from './attempt.ts'
import { nothingStored } from './committer/output.ts'
import { contentOf, NEW, PoolBench, seal } from './pool-bench.ts'

let bench: PoolBench

beforeEach(() => {
  bench = new PoolBench()
})
afterEach(() => bench.close())

describe('a workspace that was used as it should be', () => {
  test('is used again, empty, under the name of the next attempt', async () => {
    const { reused, next } = await bench.afterUse((used) => {
      writeFileSync(used.eventMeta, '[{"key":"secret","value":"x"}]')
      writeFileSync(join(used.inData, 'f'), 'input')
      writeFileSync(join(used.outData, '.hidden'), 'x')
      writeFileSync(join(used.outEvents, 'e'), '{}')
      writeFileSync(join(used.out, 'insights.json'), '{}')
      writeFileSync(join(used.base, 'core'), 'x')
      seal(used)
    })
    expect(reused).toBe(true)
    await bench.pool.giveBack(next)
  })

  test('is used again when the module failed, and out is where it was', async () => {
    expect((await bench.afterUse(({ outData }) => writeFileSync(join(outData, 'half'), 'x'))).reused).toBe(
      true,
    )
  })

  test('is used again without the folders, links and pipes that the module made in it', async () => {
    const outside = join(bench.root, 'outside')
    mkdirSync(join(outside, 'folder'), { recursive: true })
    writeFileSync(join(outside, 'kept'), 'kept')
    const { reused } = await bench.afterUse((used) => {
      mkdirSync(join(used.outData, 'sub/deep'), { recursive: true })
      writeFileSync(join(used.outData, 'sub/deep/f'), 'x')
      mkdirSync(used.inEvents)
      chmodSync(used.inEvents, 0)
      symlinkSync(outside, join(used.outData, 'sub/link'))
      symlinkSync(outside, join(used.inData, 'link'))
      symlinkSync(join(outside, 'kept'), join(used.outEvents, 'link'))
      execFileSync('mkfifo', [join(used.base, 'pipe')])
      mkdirSync(Buffer.concat([Buffer.from(`${used.outData}/no text `), Buffer.from([0xff])]))
      writeFileSync(Buffer.concat([Buffer.from(`${used.inData}/no text `), Buffer.from([0xff])]), 'x')
      seal(used)
    })
    expect(reused).toBe(true)
    expect(readFileSync(join(outside, 'kept'), 'utf8')).toBe('kept')
    expect(readdirSync(outside).sort()).toEqual(['folder', 'kept'])
  })

  test('serves one attempt at a time', async () => {
    const [a, b] = [await bench.taken('a.1'), await bench.taken('a.2')]
    writeFileSync(join(a.inData, 'mine'), 'x')
    expect(contentOf(b)).toEqual(NEW)
    await bench.pool.giveBack(a)
    await bench.pool.giveBack(b)
    await bench.pool.idle()
    const again = [await bench.taken('b.1'), await bench.taken('b.2'), await bench.taken('b.3')]
    expect(new Set(again.map(({ base }) => lstatSync(base).ino)).size).toBe(3)
    for (const workspace of again) expect(contentOf(workspace)).toEqual(NEW)
  })

  test('goes through prepare and commit again and again', async () => {
    const blobs = memoryBlobStore()
    await blobs.open()
    const bases = new Set<number>()
    for (let n = 0; n < 5; n += 1) {
      const workspace = workspaceOf(bench.workspaces, `c.${String(n)}`)
      const event = inputEvent({ data: { n: 'x'.repeat(40 - 10 * n) } })
      const task = attemptTask({
        task: { event, artifact: { id: `a${String(n)}`, prefix: `p/${String(n)}/` } },
      })
      await prepare(task, workspace, { blobs, ambient: {}, pool: bench.pool })
      bases.add(lstatSync(workspace.base).ino)
      expect(JSON.parse(readFileSync(workspace.eventMeta, 'utf8'))).toEqual([
        { key: 'n', value: event.data['n'] },
      ])
      writeFileSync(join(workspace.outData, `f${String(n)}`), 'x')
      const made = await commit(task, workspace, { blobs, lookup: nothingStored })
      expect(made.files.map(({ path }) => path)).toEqual([`f${String(n)}`])
      await bench.pool.giveBack(workspace)
      await bench.pool.idle()
    }
    expect(bases.size).toBe(1)
    await blobs.close()
  })
})

test('what was never taken from it is removed', async () => {
  const workspace = workspaceOf(bench.workspaces, 'a.1')
  mkdirSync(join(workspace.outData, 'sub'), { recursive: true })
  await bench.pool.giveBack(workspace)
  await bench.pool.giveBack(workspaceOf(bench.workspaces, 'nothing.1'))
  expect(readdirSync(bench.workspaces)).toEqual([])
})

test('what stood under the name of an attempt before is removed', async () => {
  await bench.pool.giveBack(await bench.taken('a.1'))
  await bench.pool.idle()
  const workspace = workspaceOf(bench.workspaces, 'a.2')
  mkdirSync(join(workspace.outData, 'old'), { recursive: true })
  mkdirSync(join(workspace.sealed, 'out-old'), { recursive: true })
  await bench.pool.take(workspace)
  expect(contentOf(workspace)).toEqual(NEW)
  expect(readdirSync(workspace.sealed)).toEqual([])
})

test('spares that somebody removed are no loss', async () => {
  await bench.pool.giveBack(await bench.taken('a.1'))
  await bench.pool.idle()
  rmSync(sparesOf(bench.workspaces), { recursive: true })
  expect(contentOf(await bench.taken('a.2'))).toEqual(NEW)
})

test('those that a killed process left are swept', async () => {
  const killed = bench.another()
  const workspace = workspaceOf(bench.workspaces, 'a.1')
  await killed.take(workspace)
  await killed.giveBack(workspace)
  await killed.idle()
  expect(readdirSync(sparesOf(bench.workspaces))).not.toEqual([])
  expect(await sweepWorkspaces(bench.workspaces, () => true)).toEqual([])
  expect(existsSync(sparesOf(bench.workspaces))).toBe(false)
})

test('a closed one removes what is given back', async () => {
  const workspace = await bench.taken('a.1')
  await bench.pool.close()
  await bench.pool.giveBack(workspace)
  await bench.pool.close()
  expect(readdirSync(bench.workspaces)).toEqual([])
})
