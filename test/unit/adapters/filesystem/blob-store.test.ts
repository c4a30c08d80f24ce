import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { filesystemBlobStore } from '../../../../adapters/filesystem/blob-store.ts'
import { digestOf } from '../../../../core/model/identity.ts'
import { downloadVerified } from '../../../../core/policies/verified-read.ts'
import type { BlobStore } from '../../../../core/ports/blob-store.ts'

const LARGE = Buffer.alloc(300 * 1024, 'large')

describe('blobs on a filesystem', () => {
  let folder: string
  let root: string
  let store: BlobStore

  beforeEach(async () => {
    folder = await fs.mkdtemp(join(tmpdir(), 'iteron-files-'))
    root = join(folder, 'store')
    store = filesystemBlobStore(root, { durability: 'power' })
    await store.open()
  })
  afterEach(async () => {
    await store.close()
    await fs.rm(folder, { recursive: true })
  })

  async function source(content: Uint8Array | string, name = 'source'): Promise<string> {
    await fs.writeFile(join(folder, name), content)
    return join(folder, name)
  }

  it('are files at the path of their key, which nobody can write to, and nothing else is left', async () => {
    await store.put('a/b/bytes', { bytes: Buffer.from('x') })
    await store.put('a/b/copied', { path: await source(LARGE) })
    await store.put('a/b/moved', { path: await source(LARGE), move: true })
    for (const name of ['bytes', 'copied', 'moved']) {
      expect((await fs.stat(join(root, 'a/b', name))).mode & 0o777).toBe(0o444)
    }
    expect(await fs.readdir(join(root, '.tmp'))).toEqual([])
  })

  it('leave no empty folders that a dead process made, once somebody has looked', async () => {
    await store.put('a/e', { bytes: Buffer.from('x') })
    await fs.mkdir(join(root, 'a/b/c'), { recursive: true })
    const keys: string[] = []
    for await (const { key } of store.list('a/')) keys.push(key)
    expect(keys).toEqual(['a/e'])
    expect(await fs.readdir(join(root, 'a'))).toEqual(['e'])
  })

  it('leave no empty folders when they are deleted', async () => {
    await store.put('a/b/c/d', { bytes: Buffer.from('x') })
    await store.put('a/e', { bytes: Buffer.from('x') })
    await store.delete(['a/b/c/d'])
    expect(await fs.readdir(join(root, 'a'))).toEqual(['e'])
  })

  it.each([
    ['small', Buffer.from('small')],
    ['large', LARGE],
  ])('are not the %s file that was moved: who holds that open can not change them', async (_, content) => {
    const path = await source(content)
    const held = await fs.open(path, 'r+')
    const mapped = await fs.open(`/proc/self/fd/${held.fd}`, 'r+').catch(() => undefined)
    await store.put('a', { path, move: true })
    for (const writer of [held, mapped]) {
      await writer?.write('scribble')
      await writer?.close()
    }
    await expect(fs.stat(path)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(digestOf(await fs.readFile(join(root, 'a')))).toBe(digestOf(content))
  })

  it('leave out what is empty of a file with holes, also when it is given back', async () => {
    const path = await source('begin')
    const size = 40 * 1024 * 1024
    const file = await fs.open(path, 'r+')
    await file.write('middle', size / 2)
    await file.truncate(size)
    await file.close()
    const { digest } = await store.put('a', { path, move: true })
    await store.download('a', join(folder, 'back'))
    for (const name of [join(root, 'a'), join(folder, 'back')]) {
      const { size: length, blocks } = await fs.stat(name)
      expect(length).toBe(size)
      expect(blocks * 512).toBeLessThan(8 * 1024 * 1024)
      expect(digestOf(await fs.readFile(name))).toBe(digest)
    }
  })

  it('give a moved file back with its permissions when it is refused', async () => {
    const path = await source(LARGE)
    await fs.chmod(path, 0o640)
    const put = store.put('a', { path, move: true }, { digest: digestOf('other') })
    await expect(put).rejects.toMatchObject({ code: 'DATA_LOSS' })
    expect((await fs.stat(path)).mode & 0o777).toBe(0o640)
  })

  it('are not taken from links, folders and pipes', async () => {
    await fs.symlink(await source('secret'), join(folder, 'link'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    await expect(store.put('a', { path: join(folder, 'link') })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
    })
    for (const name of ['pipe', 'store']) {
      const put = store.put('a', { path: join(folder, name), move: true })
      await expect(put).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    }
    expect(await store.stat('a')).toBeUndefined()
  })

  it('are not read through a link that someone planted', async () => {
    await fs.symlink(await source('secret'), join(root, 'planted'))
    execFileSync('mkfifo', [join(root, 'pipe')])
    await expect(store.read('planted')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(store.download('planted', join(folder, 'out'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(store.read('pipe')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await store.stat('planted')).toBeUndefined()
    expect(await store.list('')[Symbol.asyncIterator]().next()).toMatchObject({ done: true })
  })

  it('are found damaged by their digest', async () => {
    const { digest } = await store.put('a', { bytes: Buffer.from('whole') })
    await fs.rm(join(root, 'a'))
    await fs.writeFile(join(root, 'a'), '')
    const download = downloadVerified(store, 'a', join(folder, 'out'), digest)
    await expect(download).rejects.toMatchObject({ code: 'DATA_LOSS' })
    await expect(fs.stat(join(folder, 'out'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('can not lie below another blob, or where others lie', async () => {
    const bytes = Buffer.from('x')
    await store.put('a/b', { bytes })
    for (const ifAbsent of [true, false]) {
      for (const key of ['a', 'a/b/c', 'a/b/c/d']) {
        await expect(store.put(key, { bytes }, { ifAbsent })).rejects.toMatchObject({
          code: 'FAILED_PRECONDITION',
        })
      }
    }
    await expect(store.put('.tmp/a', { bytes })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  it('sweep what a crash left, and not what another opening is about to write', async () => {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    let begun = (): void => undefined
    const beginning = new Promise<void>((resolve) => (begun = resolve))
    const slow = (async function* () {
      yield Buffer.from('one ')
      begun()
      await held
      yield Buffer.from('two')
    })()
    const put = store.put('a', { stream: Readable.from(slow) })
    await beginning
    const [name = ''] = await fs.readdir(join(root, '.tmp'))
    const [machine, pid] = name.split('.')
    await fs.writeFile(
      join(root, '.tmp', `${machine}.${pid}.1.crashed-0`),
      'of a former process with this number',
    )
    await fs.writeFile(join(root, '.tmp', `elsewhere.1.1.other-0`), 'of another machine')
    const second = filesystemBlobStore(root, { durability: 'process' })
    await second.open()
    expect((await fs.readdir(join(root, '.tmp'))).toSorted()).toEqual(
      [name, 'elsewhere.1.1.other-0'].toSorted(),
    )
    release()
    await put
    expect(await fs.readFile(join(root, 'a'), 'utf8')).toBe('one two')
    await second.close()
  })

  it('say what is wrong with the folder', async () => {
    const file = await source('x')
    const inFile = filesystemBlobStore(join(file, 'store'), { durability: 'power' }).open()
    await expect(inFile).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' })
    await expect(inFile).rejects.toThrow(file)
    const long = filesystemBlobStore(join(folder, 'x/'.repeat(600)), { durability: 'power' }).open()
    await expect(long).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' })
  })
})
