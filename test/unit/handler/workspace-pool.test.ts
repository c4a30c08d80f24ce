import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { memoryBlobStore } from '../../../adapters/memory/blob-store.ts'
import { commit } from '../../../handler/committer/commit.ts'
import { prepare } from '../../../handler/preparer/prepare.ts'
import { WorkspacePool } from '../../../handler/workspace-pool.ts'
import { sparesOf, sweepWorkspaces, workspaceOf, type Workspace } from '../../../handler/workspace.ts'
import { attemptTask, inputEvent } from './attempt.ts'
import { nothingStored } from './committer/output.ts'

let root: string
let workspaces: string
let pool: WorkspacePool
let failures: unknown[]

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'iteron-pool-'))
  workspaces = join(root, 'work')
  failures = []
  pool = newPool()
})

afterEach(async () => {
  await pool.close()
  expect(failures).toEqual([])
  expect(existsSync(sparesOf(workspaces))).toBe(false)
  rmSync(root, { recursive: true, force: true })
})

const newPool = () => new WorkspacePool(workspaces, (error) => failures.push(error))

const NEW = ['in', 'in/data', 'in/eventmeta.json', 'out', 'out/data', 'out/events']
const contentOf = ({ base }: Workspace) => readdirSync(base, { recursive: true }).map(String).sort()
const inodesOf = (workspace: Workspace) =>
  [workspace.base, workspace.inData, workspace.out, workspace.outData, workspace.outEvents].map(
    (path) => lstatSync(path).ino,
  )

async function taken(attempt: string): Promise<Workspace> {
  const workspace = workspaceOf(workspaces, attempt)
  await pool.take(workspace)
  return workspace
}

/** Has a workspace used and gives it back; then takes one for the next attempt, which must be as new. */
async function afterUse(use: (workspace: Workspace) => void): Promise<{ reused: boolean; next: Workspace }> {
  const used = await taken('a.1')
  const before = inodesOf(used)
  // no new folder gets the inode of one that is open
  const open = [used.base, used.inData, used.out, used.outData, used.outEvents].map((path) =>
    openSync(path, 'r'),
  )
  try {
    use(used)
    await pool.giveBack(used)
    expect(readdirSync(workspaces)).toEqual([])
    await pool.idle()
    const next = await taken('b.1')
    expect(contentOf(next)).toEqual(NEW)
    expect(readFileSync(next.eventMeta, 'utf8')).toBe('[]')
    expect(readdirSync(next.sealed)).toEqual([])
    for (const folder of [next.base, next.sealed]) expect(statSync(folder).mode & 0o7777).toBe(0o700)
    const same = inodesOf(next).filter((inode, at) => inode === before[at])
    expect([0, before.length]).toContain(same.length)
    return { reused: same.length > 0, next }
  } finally {
    for (const fd of open) closeSync(fd)
  }
}

/** As the commit leaves it. */
function seal({ out, sealed }: Workspace): void {
  renameSync(out, join(sealed, 'out-1'))
  writeFileSync(join(sealed, 'files.json'), '[]')
}

describe('a workspace that was used as it should be', () => {
  test('is used again, empty, under the name of the next attempt', async () => {
    const { reused, next } = await afterUse((used) => {
      writeFileSync(used.eventMeta, '[{"key":"secret","value":"x"}]')
      writeFileSync(join(used.inData, 'f'), 'input')
      writeFileSync(join(used.outData, '.hidden'), 'x')
      writeFileSync(join(used.outEvents, 'e'), '{}')
      writeFileSync(join(used.out, 'insights.json'), '{}')
      writeFileSync(join(used.base, 'core'), 'x')
      seal(used)
    })
    expect(reused).toBe(true)
    await pool.giveBack(next)
  })

  test('is used again when the module failed, and out is where it was', async () => {
    expect((await afterUse(({ outData }) => writeFileSync(join(outData, 'half'), 'x'))).reused).toBe(true)
  })

  test('is used again without the folders, links and pipes that the module made in it', async () => {
    const outside = join(root, 'outside')
    mkdirSync(join(outside, 'folder'), { recursive: true })
    writeFileSync(join(outside, 'kept'), 'kept')
    const { reused } = await afterUse((used) => {
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
    const [a, b] = [await taken('a.1'), await taken('a.2')]
    writeFileSync(join(a.inData, 'mine'), 'x')
    expect(contentOf(b)).toEqual(NEW)
    await pool.giveBack(a)
    await pool.giveBack(b)
    await pool.idle()
    const again = [await taken('b.1'), await taken('b.2'), await taken('b.3')]
    expect(new Set(again.map(({ base }) => lstatSync(base).ino)).size).toBe(3)
    for (const workspace of again) expect(contentOf(workspace)).toEqual(NEW)
  })

  test('goes through prepare and commit again and again', async () => {
    const blobs = memoryBlobStore()
    await blobs.open()
    const bases = new Set<number>()
    for (let n = 0; n < 5; n += 1) {
      const workspace = workspaceOf(workspaces, `c.${String(n)}`)
      const event = inputEvent({ data: { n: 'x'.repeat(40 - 10 * n) } })
      const task = attemptTask({
        task: { event, artifact: { id: `a${String(n)}`, prefix: `p/${String(n)}/` } },
      })
      await prepare(task, workspace, { blobs, ambient: {}, pool })
      bases.add(lstatSync(workspace.base).ino)
      expect(JSON.parse(readFileSync(workspace.eventMeta, 'utf8'))).toEqual([
        { key: 'n', value: event.data['n'] },
      ])
      writeFileSync(join(workspace.outData, `f${String(n)}`), 'x')
      const made = await commit(task, workspace, { blobs, lookup: nothingStored })
      expect(made.files.map(({ path }) => path)).toEqual([`f${String(n)}`])
      await pool.giveBack(workspace)
      await pool.idle()
    }
    expect(bases.size).toBe(1)
    await blobs.close()
  })
})

describe('a workspace that was tampered with is never used again', () => {
  const elsewhere = () => join(root, 'elsewhere')
  const other = () => join(root, 'other')

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
    const { reused } = await afterUse(tamper)
    expect(reused).toBe(false)
    for (const kept of [other(), join(elsewhere(), 'kept')])
      if (existsSync(kept)) expect(readFileSync(kept, 'utf8')).toBe('x')
  })
})

test('what was never taken from it is removed', async () => {
  const workspace = workspaceOf(workspaces, 'a.1')
  mkdirSync(join(workspace.outData, 'sub'), { recursive: true })
  await pool.giveBack(workspace)
  await pool.giveBack(workspaceOf(workspaces, 'nothing.1'))
  expect(readdirSync(workspaces)).toEqual([])
})

test('what stood under the name of an attempt before is removed', async () => {
  await pool.giveBack(await taken('a.1'))
  await pool.idle()
  const workspace = workspaceOf(workspaces, 'a.2')
  mkdirSync(join(workspace.outData, 'old'), { recursive: true })
  mkdirSync(join(workspace.sealed, 'out-old'), { recursive: true })
  await pool.take(workspace)
  expect(contentOf(workspace)).toEqual(NEW)
  expect(readdirSync(workspace.sealed)).toEqual([])
})

test('spares that somebody removed are no loss', async () => {
  await pool.giveBack(await taken('a.1'))
  await pool.idle()
  rmSync(sparesOf(workspaces), { recursive: true })
  expect(contentOf(await taken('a.2'))).toEqual(NEW)
})

test('those that a killed process left are swept', async () => {
  const killed = newPool()
  const workspace = workspaceOf(workspaces, 'a.1')
  await killed.take(workspace)
  await killed.giveBack(workspace)
  await killed.idle()
  expect(readdirSync(sparesOf(workspaces))).not.toEqual([])
  expect(await sweepWorkspaces(workspaces, () => true)).toEqual([])
  expect(existsSync(sparesOf(workspaces))).toBe(false)
})

test('a closed one removes what is given back', async () => {
  const workspace = await taken('a.1')
  await pool.close()
  await pool.giveBack(workspace)
  await pool.close()
  expect(readdirSync(workspaces)).toEqual([])
})
