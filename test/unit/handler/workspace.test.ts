import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { removeTree } from '../../../handler/remove-tree.ts'
import { createWorkspace, sweepWorkspaces, workspaceOf } from '../../../handler/workspace.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'iteron-workspace-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

test.each(['', '.', '..', 'a/b', '../x', 'x.out', 'a\0', 'x'.repeat(300)])(
  '%j is no name of a workspace',
  (name) => {
    expect(() => workspaceOf(root, name)).toThrow("can't be the name of a workspace")
  },
)

test('workspaces that nobody needs are swept', async () => {
  for (const attempt of ['a.1', 'a.2', 'b.1']) {
    await createWorkspace(workspaceOf(root, attempt))
    mkdirSync(join(root, `${attempt}.out`, 'out-1'), { recursive: true })
  }
  mkdirSync(join(root, 'c.1.out'))
  expect((await sweepWorkspaces(root, (attempt) => attempt === 'a.2')).sort()).toEqual(['a.1', 'b.1', 'c.1'])
  expect(readdirSync(root).sort()).toEqual(['a.2', 'a.2.out'])
})

test('a root that is not there is empty', async () => {
  expect(await sweepWorkspaces(join(root, 'nowhere'), () => false)).toEqual([])
})

/** For a hundred thousand files, on a disk that others keep busy. */
const LIMIT_MS = 120_000

describe('removal', () => {
  test('does not follow links', async () => {
    mkdirSync(join(root, 'tree'))
    writeFileSync(join(root, 'kept'), '')
    symlinkSync(root, join(root, 'tree/link'))
    symlinkSync(join(root, 'tree'), join(root, 'other'))
    await removeTree(join(root, 'other'))
    await removeTree(join(root, 'tree'))
    expect(readdirSync(root)).toEqual(['kept'])
    await removeTree(join(root, 'tree'))
  })

  test('takes any name, pipes, and folders nested deeper than a path can say', async () => {
    mkdirSync(join(root, 'tree/sub'), { recursive: true })
    writeFileSync(Buffer.concat([Buffer.from(join(root, 'tree/sub/x')), Buffer.from([0xff, 10])]), '')
    execFileSync('mkfifo', [join(root, 'tree/pipe')])
    const nest = 'cd "$1"; i=0; while [ $i -lt 60 ]; do mkdir "$2"; cd -P ./"$2"; : >file; i=$((i+1)); done'
    execFileSync('sh', ['-c', nest, 'sh', join(root, 'tree'), 'd'.repeat(250)])
    await removeTree(join(root, 'tree'))
    expect(existsSync(join(root, 'tree'))).toBe(false)
  })

  test('takes folders whose permissions were taken away', async () => {
    mkdirSync(join(root, 'tree/a/b'), { recursive: true })
    writeFileSync(join(root, 'tree/a/b/file'), '')
    for (const folder of ['tree/a/b', 'tree/a', 'tree']) chmodSync(join(root, folder), 0)
    await removeTree(join(root, 'tree'))
    expect(existsSync(join(root, 'tree'))).toBe(false)
  })

  test(
    'takes a hundred thousand files',
    async () => {
      mkdirSync(join(root, 'tree'))
      for (let n = 0; n < 100_000; n += 1) {
        // links, for they are made quickly; a file can have some sixty thousand
        if (n % 50_000 === 0) writeFileSync(join(root, 'file'), '')
        linkSync(join(root, 'file'), join(root, 'tree', String(n)))
        if (n % 50_000 === 49_999) rmSync(join(root, 'file'))
      }
      await removeTree(join(root, 'tree'))
      expect(existsSync(join(root, 'tree'))).toBe(false)
    },
    LIMIT_MS,
  )
})
