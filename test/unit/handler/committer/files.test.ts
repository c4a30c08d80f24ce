import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { digestOf } from '../../../../core/model/identity.ts'
import { JOB, PREFIX } from '../attempt.ts'
import { keysOf, withOutput, type OutputBundle } from './output.ts'

let bundle: OutputBundle | undefined

afterEach(() => bundle?.close())

async function output(...args: Parameters<typeof withOutput>): Promise<OutputBundle> {
  bundle = await withOutput(...args)
  return bundle
}

describe('files of out/data', () => {
  test('are stored under the attempt and listed in the order of their paths', async () => {
    const { commit, blobs } = await output({ 'data/b/deep/x': 'x', 'data/b.txt': 'b', 'data/a': '' })
    const made = await commit()
    expect(made.files).toEqual([
      { path: 'a', digest: digestOf(''), size: 0, key: `${PREFIX}files/a` },
      { path: 'b.txt', digest: digestOf('b'), size: 1, key: `${PREFIX}files/b.txt` },
      { path: 'b/deep/x', digest: digestOf('x'), size: 1, key: `${PREFIX}files/b/deep/x` },
    ])
    expect(made).toMatchObject({ bytes: 2, referred: [], events: [], insights: [] })
    expect(await keysOf(blobs)).toEqual(made.files.map((file) => file.key))
  })

  test('may be none', async () => {
    const { commit, out } = await output()
    rmSync(out('data'), { recursive: true })
    rmSync(out('events'), { recursive: true })
    expect(await commit()).toEqual({ files: [], bytes: 0, referred: [], events: [], insights: [] })
  })

  test('keep strange names, and the key holds what a store can', async () => {
    const long = 'é'.repeat(127)
    const { commit } = await output({
      'data/a\nb': '1',
      'data/ %20': '2',
      [`data/${long}`]: '3',
      'data/…/-rf': '4',
    })
    const { files } = await commit()
    expect(files.map((file) => file.path)).toEqual([' %20', 'a\nb', long, '…/-rf'])
    expect(files[1]?.key).toBe(`${PREFIX}files/a%0Ab`)
  })

  test('are refused when a name is not UTF-8, and the message shows its bytes', async () => {
    const { refused, out } = await output({ 'data/good': 'x' })
    writeFileSync(Buffer.concat([Buffer.from(out('data/bad')), Buffer.from([0xff])]), 'x')
    const failure = await refused()
    expect(failure.class).toBe('commit')
    expect(failure.message).toContain('"out/data/bad\\xff" breaks a rule: a path must be valid UTF-8')
  })

  test('are refused when there are more than the limit', async () => {
    const { refused } = await output({ 'data/a': '1', 'data/b': '2' })
    expect((await refused({ limits: { files: 1 } })).message).toContain('out/data holds more than 1 files')
  })

  test('are refused when a path is too long', async () => {
    const { refused, out } = await output()
    const script =
      'cd "$1"; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do mkdir "$2"; cd -P ./"$2"; done; : >x'
    execFileSync('sh', ['-c', script, 'sh', out('data'), 'd'.repeat(250)])
    expect((await refused()).message).toContain('a path must have at most 4096 bytes')
  })

  test('with several links are copied, and stored once', async () => {
    const { commit, out, root } = await output()
    writeFileSync(join(root, 'elsewhere'), 'mine')
    linkSync(join(root, 'elsewhere'), out('data/one'))
    linkSync(join(root, 'elsewhere'), out('data/two'))
    const { files } = await commit()
    expect(files.map((file) => file.key)).toEqual([`${PREFIX}files/one`, `${PREFIX}files/one`])
    expect(readFileSync(join(root, 'elsewhere'), 'utf8')).toBe('mine')
  })

  test('in folders that their module locked are stored', async () => {
    const { commit, out } = await output({ 'data/locked/x': 'x' })
    chmodSync(out('data/locked/x'), 0o400)
    chmodSync(out('data/locked'), 0o500)
    chmodSync(out('.'), 0o500)
    expect((await commit()).files).toHaveLength(1)
  })
})

describe('deduplication', () => {
  test('refers to content that is stored already', async () => {
    const { commit, blobs } = await output({ 'data/a': 'known', 'data/b': 'new' })
    const asked: string[][] = []
    const lookup = async (digests: readonly string[]) => {
      asked.push([...digests])
      return new Map([[digestOf('known'), { key: 'other/files/k', size: 5 }]])
    }
    const made = await commit({ lookup })
    expect(asked).toEqual([[digestOf('known'), digestOf('new')]])
    expect(made.files.map((file) => file.key)).toEqual(['other/files/k', `${PREFIX}files/b`])
    expect(made.referred).toEqual([digestOf('known')])
    expect(await keysOf(blobs)).toEqual([`${PREFIX}files/b`])
  })

  test('stores equal files of one attempt once', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 600 }, (_, n) => [`data/${String(n).padStart(3, '0')}`, 'same']),
    )
    const { commit, blobs } = await output(files)
    const made = await commit()
    expect(new Set(made.files.map((file) => file.key))).toEqual(new Set([`${PREFIX}files/000`]))
    expect(made.referred).toEqual([])
    expect(await keysOf(blobs)).toEqual([`${PREFIX}files/000`])
  })
})

describe('links in out', () => {
  test('to a file in out/data stand for a copy of it, relative, absolute and in a chain', async () => {
    const { commit, out } = await output({ 'data/sub/file': 'content' })
    symlinkSync('sub/file', out('data/relative'))
    symlinkSync(out('data/sub/file'), out('data/absolute'))
    symlinkSync('../relative', out('data/sub/chain'))
    const { files } = await commit()
    expect(files.map((file) => file.path)).toEqual(['absolute', 'relative', 'sub/chain', 'sub/file'])
    expect(new Set(files.map((file) => file.key))).toEqual(new Set([`${PREFIX}files/sub/file`]))
  })

  test.each([
    ['/etc/passwd', 'leaves out/data'],
    ['../events/e.json', 'leaves out/data'],
    ['../../in/eventmeta.json', 'leaves out/data'],
    ['missing', 'leads to no file'],
    ['sub', 'leads to no file'],
    ['link', 'leads to no file'],
  ])('to %s are refused', async (target, rule) => {
    const { refused, out } = await output({ 'data/sub/file': 'content' })
    symlinkSync(target, out('data/link'))
    expect((await refused()).message).toContain(`out/data/link is a symbolic link that ${rule}`)
  })

  test.each(['data', 'events', 'insights.json', 'other'])('are refused in place of out/%s', async (name) => {
    const { refused, out, root } = await output()
    rmSync(out(name), { recursive: true, force: true })
    symlinkSync(root, out(name))
    expect((await refused()).message).toContain(`out/${name} is a symbolic link`)
  })

  test('are refused in place of out itself', async () => {
    const { refused, root, workspace } = await output()
    rmSync(workspace.out, { recursive: true })
    mkdirSync(join(root, 'elsewhere'))
    writeFileSync(join(root, 'elsewhere', 'data'), 'secret')
    symlinkSync(join(root, 'elsewhere'), workspace.out)
    expect((await refused()).message).toContain('out is not the folder or file that it must be')
  })

  test('are not followed when one takes the place of a folder or file during the commit', async () => {
    const { commit, workspace, blobs, root } = await output({
      'data/one/a': 'mine',
      'data/two/b': 'mine too',
    })
    mkdirSync(join(root, 'elsewhere'))
    writeFileSync(join(root, 'elsewhere', 'b'), 'secret')
    const lookup = async () => {
      const sealed = execFileSync('sh', ['-c', `ls -d "${workspace.sealed}"/out-*`], {
        encoding: 'utf8',
      }).trim()
      renameSync(join(sealed, 'data/two'), join(sealed, 'data/three'))
      symlinkSync(join(root, 'elsewhere'), join(sealed, 'data/two'))
      return new Map<string, never>()
    }
    const made = await commit({ lookup })
    expect(made.files[1]?.digest).toBe(digestOf('mine too'))
    const stored = await blobs.read(`${PREFIX}files/two/b`)
    expect(Buffer.concat(await stored.toArray()).toString()).toBe('mine too')
  })
})

describe('what is no file', () => {
  test('a pipe is refused, without waiting for it', async () => {
    const { refused, out } = await output()
    execFileSync('mkfifo', [out('data/pipe')])
    expect((await refused()).message).toContain('out/data/pipe is a device, a socket or a pipe')
  })

  test('a socket is refused', async () => {
    const { refused, out } = await output()
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(out('data/s'), resolve))
    expect((await refused()).message).toContain('out/data/s is a device, a socket or a pipe')
    await new Promise((resolve) => server.close(resolve))
  })

  test.each(['events/pipe', 'insights.json', 'other'])('a pipe at out/%s is refused', async (name) => {
    const { refused, out } = await output()
    execFileSync('mkfifo', [out(name)])
    expect((await refused()).message).toContain(`out/${name} is`)
  })

  test('a missing out is refused', async () => {
    const { refused, workspace } = await output()
    rmSync(workspace.out, { recursive: true })
    expect((await refused()).message).toContain('out is missing')
  })

  test('a file in place of out/data is refused', async () => {
    const { refused, out } = await output()
    rmSync(out('data'), { recursive: true })
    writeFileSync(out('data'), '')
    expect((await refused()).message).toContain('out/data is not a folder')
  })

  test('files in out that mean nothing are left behind', async () => {
    const { commit } = await output({ constructor: 'x', 'notes/a.txt': 'y' })
    expect((await commit()).files).toEqual([])
  })
})

test('out is taken away from the module before anything is read', async () => {
  const { commit, workspace, out } = await output({ 'data/a': 'x' })
  const lookup = async () => {
    expect(() => readFileSync(out('data/a'))).toThrow('ENOENT')
    return new Map<string, never>()
  }
  expect((await commit({ lookup })).files).toHaveLength(1)
  expect(workspace.sealed.endsWith(`${JOB}.1.out`)).toBe(true)
})
