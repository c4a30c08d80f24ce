import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Workspace } from '../../../handler/workspace.ts'
import { PoolBench, seal } from './pool-bench.ts'

let bench: PoolBench

beforeEach(() => {
  bench = new PoolBench()
})
afterEach(() => bench.close())

describe('a workspace that was tampered with is never used again', () => {
  const elsewhere = () => join(bench.root, 'elsewhere')
  const other = () => join(bench.root, 'other')

  test.each<[string, (used: Workspace) => void]>([
    ['its permissions', ({ base }) => chmodSync(base, 0o777)],
    ['the permissions of a folder', ({ outData }) => chmodSync(outData, 0o777)],
    ['a set-group-id bit', ({ inData }) => chmodSync(inData, 0o2755)],
    [
      'all permissions taken away',
      (used) => [used.outData, used.out, used.base].forEach((f) => chmodSync(f, 0)),
    ],
    ['a folder that is missing', ({ outEvents }) => rmSync(outEvents, { recursive: true })],
    [
      'a folder that is another',
      ({ outData }) => {
        mkdirSync(elsewhere())
        renameSync(outData, join(elsewhere(), 'data'))
        mkdirSync(outData)
      },
    ],
    [
      'a link in place of a folder',
      ({ outData }) => {
        renameSync(outData, elsewhere())
        writeFileSync(join(elsewhere(), 'kept'), 'x')
        symlinkSync(elsewhere(), outData)
      },
    ],
    [
      'a link in place of the whole',
      ({ base }) => {
        renameSync(base, elsewhere())
        writeFileSync(join(elsewhere(), 'kept'), 'x')
        symlinkSync(elsewhere(), base)
      },
    ],
    [
      'a second name of eventmeta.json',
      ({ eventMeta }) => {
        writeFileSync(eventMeta, 'x')
        linkSync(eventMeta, other())
      },
    ],
    [
      'a link in place of eventmeta.json',
      ({ eventMeta }) => {
        writeFileSync(other(), 'x')
        unlinkSync(eventMeta)
        symlinkSync(other(), eventMeta)
      },
    ],
    ['eventmeta.json that may be written by all', ({ eventMeta }) => chmodSync(eventMeta, 0o666)],
    [
      'a second out',
      (used) => {
        seal(used)
        mkdirSync(used.out)
      },
    ],
    [
      'two sealed ones',
      (used) => {
        seal(used)
        mkdirSync(join(used.sealed, 'out-2'))
      },
    ],
    ['no sealed folder', ({ sealed }) => rmSync(sealed, { recursive: true })],
    [
      'nothing left of it',
      ({ base, sealed }) => [base, sealed].forEach((f) => rmSync(f, { recursive: true })),
    ],
    [
      'a folder that has become large',
      ({ outData }) => {
        for (let n = 0; n < 400; n += 1) writeFileSync(join(outData, 'x'.repeat(100) + String(n)), '')
      },
    ],
  ])('%s', async (_, tamper) => {
    const { reused } = await bench.afterUse(tamper)
    expect(reused).toBe(false)
    for (const kept of [other(), join(elsewhere(), 'kept')])
      if (existsSync(kept)) expect(readFileSync(kept, 'utf8')).toBe('x')
  })
})
