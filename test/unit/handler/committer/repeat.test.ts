import { rename } from 'node:fs/promises'
import { existsSync, linkSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { afterEach, expect, test } from '@jest/globals'
import { IteronError } from '../../../../core/errors.ts'
import { checkOutput } from '../../../../handler/committer/commit.ts'
import { removeForged } from '../../../../handler/committer/seal.ts'
import { digestOf } from '../../../../core/model/identity.ts'
import { memoryBlobStore } from '../../../../adapters/memory/blob-store.ts'
import type { BlobSource, BlobStore, PutOptions } from '../../../../core/ports/blob-store.ts'
import { PREFIX } from '../attempt.ts'
import { failureOf, keysOf, nothingStored, pairs, withOutput, type OutputBundle } from './output.ts'

let bundle: OutputBundle | undefined

afterEach(() => bundle?.close())

/** A memory store that takes files away as one that moves them does, and is full after some. */
function movingStore(room: number): {
  blobs: BlobStore
  sources: string[]
  readonly makeRoom: () => void
  synced: string[][]
} {
  const inner = memoryBlobStore()
  const sources: string[] = []
  const synced: string[][] = []
  let left = room
  const put = async (key: string, source: BlobSource, options?: PutOptions) => {
    if (left === 0) throw new IteronError('RESOURCE_EXHAUSTED', 'the disk is full')
    left -= 1
    const result = await inner.put(key, source, options)
    if ('path' in source && source.move === true) {
      sources.push(source.path)
      await rename(source.path, `${bundle!.root}/moved-${String(sources.length)}`)
    }
    return result
  }
  const blobs: BlobStore = {
    capabilities: { ...inner.capabilities, move: true },
    open: () => inner.open(),
    put,
    read: (...args) => inner.read(...args),
    download: (...args) => inner.download(...args),
    stat: async (key) => {
      const stat = await inner.stat(key)
      return stat === undefined ? undefined : { key: stat.key, size: stat.size }
    },
    list: (...args) => inner.list(...args),
    delete: (keys) => inner.delete(keys),
    signedUrl: (...args) => inner.signedUrl(...args),
    sync: async (keys) => void synced.push([...keys]),
    close: () => inner.close(),
  }
  return { blobs, sources, synced, makeRoom: () => (left = Infinity) }
}

// large enough to be moved
const ONE = 'one'.repeat(100_000)
const TWO = 'two'.repeat(100_000)
const THREE = 'three'.repeat(100_000)

test.each([
  ['that it had moved', [ONE, TWO, THREE], 1],
  ['that it had copied', ['one', 'two', 'three'], 0],
] as const)(
  'a commit that found the disk full is repeated, with the files %s',
  async (_, contents, moved) => {
    const [one, two, three] = contents
    bundle = await withOutput({
      'data/a': one,
      'data/b': one,
      'data/sub/c': two,
      'data/sub/d': three,
      'events/e': pairs({ eventType: 'photo.clear', files: 'a,sub/d' }),
    })
    const { blobs, makeRoom, sources, synced } = movingStore(1)
    await blobs.open()
    await expect(bundle.commit({ blobs })).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
    expect(synced).toEqual([])
    expect(sources).toHaveLength(moved)
    makeRoom()
    // what a process of the attempt makes now has no part in it
    mkdirSync(bundle.out('data'), { recursive: true })
    writeFileSync(bundle.out('data/late'), 'x')
    const made = await bundle.commit({ blobs })
    const key = (path: string) => `${PREFIX}files/${path}`
    expect(made.files).toEqual([
      { path: 'a', digest: digestOf(one), size: one.length, key: key('a') },
      { path: 'b', digest: digestOf(one), size: one.length, key: key('a') },
      { path: 'sub/c', digest: digestOf(two), size: two.length, key: key('sub/c') },
      { path: 'sub/d', digest: digestOf(three), size: three.length, key: key('sub/d') },
    ])
    expect(made.events[0]?.files.map((file) => file.path)).toEqual(['a', 'sub/d'])
    expect(synced.map((keys) => keys.toSorted())).toEqual([[key('a'), key('sub/c'), key('sub/d')]])
    expect(await bundle.commit({ blobs })).toEqual(made)
    await blobs.close()
  },
)

test('what a module forged of a commit that never was is removed, and its own out is committed', async () => {
  bundle = await withOutput({ 'data/a': 'one' })
  const { sealed } = bundle.workspace
  mkdirSync(`${sealed}/out-0/data`, { recursive: true })
  writeFileSync(`${sealed}/files.json`, '[{"path":"../x","size":1}]')
  await removeForged(bundle.workspace)
  expect((await bundle.commit()).files).toMatchObject([{ path: 'a', digest: digestOf('one') }])
})

test('only files with one name are moved', async () => {
  bundle = await withOutput({ 'data/a': ONE, 'data/b': TWO })
  linkSync(bundle.out('data/b'), `${bundle.root}/other`)
  const { blobs, sources } = movingStore(Infinity)
  await blobs.open()
  await bundle.commit({ blobs })
  expect(sources).toHaveLength(1)
  expect(statSync(`${bundle.root}/other`).nlink).toBe(2)
  await blobs.close()
})

test.each([
  ['written to', (path: string) => writeFileSync(path, 'other')],
  ['removed', (path: string) => rmSync(path)],
  [
    'replaced by a link',
    (path: string) => {
      rmSync(path)
      symlinkSync('/etc/passwd', path)
    },
  ],
])('a file that is %s while it is stored is refused, whatever the store says', async (_, meddle) => {
  bundle = await withOutput({ 'data/a': ONE })
  const inner = memoryBlobStore()
  await inner.open()
  const put = async (key: string, source: BlobSource, options?: PutOptions) => {
    if ('path' in source) meddle(source.path)
    return await inner.put(key, source, options)
  }
  const blobs: BlobStore = Object.assign(Object.create(inner) as BlobStore, { put })
  const failure = await failureOf(bundle.commit({ blobs }))
  expect(failure).toMatchObject({ class: 'commit', message: expect.stringContaining('out/data/a') })
  expect(await keysOf(inner)).toEqual([])
  await inner.close()
})

test('errors of the lookup come out as they are', async () => {
  bundle = await withOutput({ 'data/a': 'one' })
  const lookup = () => Promise.reject(new IteronError('UNAVAILABLE', 'the store is away'))
  await expect(bundle.commit({ lookup })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect((await bundle.commit({ lookup: nothingStored })).files).toHaveLength(1)
})

test('an aborted commit ends, and can be called again', async () => {
  bundle = await withOutput({ 'data/a': 'one' })
  await expect(bundle.commit({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  expect((await bundle.commit({ signal: new AbortController().signal })).files).toHaveLength(1)
})

test('a trial run is checked, and nothing is stored', async () => {
  bundle = await withOutput({ 'data/a': 'one', 'events/e': pairs({ eventType: 'photo.clear', files: 'a' }) })
  const checked = await checkOutput(bundle.task, bundle.workspace)
  expect(checked.files).toEqual([{ path: 'a', source: 'a' }])
  expect(checked.events).toMatchObject([{ type: 'photo.clear', files: ['a'] }])
  expect(await keysOf(bundle.blobs)).toEqual([])
  expect(existsSync(bundle.workspace.out)).toBe(false)
})
