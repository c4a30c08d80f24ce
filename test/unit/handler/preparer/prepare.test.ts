import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { digestOf } from '../../../../core/model/identity.ts'
import { CodeDigests } from '../../../../handler/preparer/code-digests.ts'
import { prepare } from '../../../../handler/preparer/prepare.ts'
import { attemptTask, inputEvent, setup, storedFile, type AttemptBundle } from '../attempt.ts'
import { failureOf } from '../committer/output.ts'

let bundle: AttemptBundle

beforeEach(async () => {
  bundle = await setup()
})

afterEach(() => bundle.close())

function run(task = bundle.task, options: { cache?: CodeDigests; signal?: AbortSignal } = {}) {
  return prepare(task, bundle.workspace, { blobs: bundle.blobs, ambient: {}, ...options })
}

const read = (path: string) => readFileSync(join(bundle.workspace.base, path), 'utf8')

describe('the workspace', () => {
  test('has the folders of the interface, and nothing from before', async () => {
    const { base } = bundle.workspace
    mkdirSync(join(base, 'in/data'), { recursive: true })
    writeFileSync(join(base, 'in/data/old'), 'x')
    mkdirSync(join(bundle.workspace.sealed, 'out-old'), { recursive: true })
    await run()
    expect(readdirSync(base, { recursive: true }).sort()).toEqual([
      'in',
      'in/data',
      'in/eventmeta.json',
      'out',
      'out/data',
      'out/events',
    ])
    expect(existsSync(bundle.workspace.sealed)).toBe(false)
    expect(statSync(base).mode & 0o777).toBe(0o700)
    expect(read('in/eventmeta.json')).toBe('[]')
  })

  test('holds the input files by path and bytes, each a copy that can be written to', async () => {
    const files = await Promise.all([
      storedFile(bundle.blobs, 'a.jpg', 'a'),
      storedFile(bundle.blobs, 'sub/deep/b\n.jpg', ''),
      storedFile(bundle.blobs, 'sub/a.jpg', 'a'),
    ])
    const prepared = await run(attemptTask({ task: { event: inputEvent({ files: [...files, files[0]] }) } }))
    expect(prepared).toMatchObject({ filesIn: 3, bytesIn: 2, command: ['true'] })
    expect(read('in/data/sub/deep/b\n.jpg')).toBe('')
    writeFileSync(join(bundle.workspace.inData, 'a.jpg'), 'changed')
    expect(read('in/data/sub/a.jpg')).toBe('a')
    expect((await bundle.blobs.stat(files[0].key))?.digest).toBe(files[0].digest)
  })

  test("has the event's pairs in Ion's form, and a reference for each file", async () => {
    const event = inputEvent({
      data: { url: 'http://x/y', size: 3, tags: ['a', { b: null }], none: null, ok: true },
      files: [await storedFile(bundle.blobs, 'sub/a.jpg', 'a')],
    })
    await run(attemptTask({ task: { event } }))
    expect(JSON.parse(read('in/eventmeta.json'))).toEqual([
      { key: 'url', value: 'http://x/y' },
      { key: 'size', value: '3' },
      { key: 'tags', value: '["a",{"b":null}]' },
      { key: 'none', value: 'null' },
      { key: 'ok', value: 'true' },
      { key: 'a.jpg', value: 'iteron:artifact/a1/sub/a.jpg' },
    ])
  })

  test('is not left with bytes that are not those of the digest', async () => {
    const file = { ...(await storedFile(bundle.blobs, 'a.jpg', 'a')), digest: digestOf('b') }
    await expect(run(attemptTask({ task: { event: inputEvent({ files: [file] }) } }))).rejects.toMatchObject({
      code: 'DATA_LOSS',
    })
    expect(readdirSync(bundle.workspace.inData)).toEqual([])
  })

  test('says of a blob that is missing that it is lost: that is no failure of the module', async () => {
    const file = { ...(await storedFile(bundle.blobs, 'a.jpg', 'a')), key: 'nowhere' }
    await expect(run(attemptTask({ task: { event: inputEvent({ files: [file] }) } }))).rejects.toMatchObject({
      code: 'DATA_LOSS',
    })
  })

  test('is not filled when the caller has given up', async () => {
    const file = await storedFile(bundle.blobs, 'a.jpg', 'a')
    const task = attemptTask({ task: { event: inputEvent({ files: [file] }) } })
    await expect(run(task, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })

  test.each([['../x'], ['/etc/x'], ['a/../../x'], ['a//b'], [''], ['a\0b']])(
    'refuses the path %j',
    async (path) => {
      const file = await storedFile(bundle.blobs, path, 'a')
      const failure = await failureOf(run(attemptTask({ task: { event: inputEvent({ files: [file] }) } })))
      expect(failure).toMatchObject({
        class: 'configuration',
        message: expect.stringContaining(JSON.stringify(path)),
      })
    },
  )

  test.each([
    ['a', 'a', 'two files with other content'],
    ['a/b', 'a', 'another file has it as its folder'],
  ])('refuses %s beside %s', async (one, other, why) => {
    const files = [await storedFile(bundle.blobs, one, '1'), await storedFile(bundle.blobs, other, '2')]
    const failure = await failureOf(run(attemptTask({ task: { event: inputEvent({ files }) } })))
    expect(failure).toMatchObject({ class: 'configuration', message: expect.stringContaining(why) })
  })
})

describe('a join', () => {
  test('gets the collected events and their files, and the numbers of what is missing', async () => {
    const a = await storedFile(bundle.blobs, 'photo.jpg', 'a')
    const b = await storedFile(bundle.blobs, 'photo.jpg', 'b')
    const root = await storedFile(bundle.blobs, 'list.txt', 'r')
    const events = [
      inputEvent({ id: '01', type: 'photo.clear', files: [a] }),
      inputEvent({ id: '02', type: 'photo.blurred', data: { n: 1 }, files: [b] }),
    ]
    const collected = { events: () => streamed(events), cancelled: 1, discarded: 2 }
    const prepared = await run(
      attemptTask({ task: { event: inputEvent({ data: { batch: 'x' }, files: [root] }), collected } }),
    )
    expect(prepared).toMatchObject({ filesIn: 2, bytesIn: 2 })
    expect(read('in/data/01/photo.jpg') + read('in/data/02/photo.jpg')).toBe('ab')
    expect(JSON.parse(read('in/events/02.json'))).toEqual({
      id: '02',
      type: 'photo.blurred',
      data: { n: 1 },
      files: [{ path: 'photo.jpg', digest: b.digest, size: 1 }],
    })
    expect(JSON.parse(read('in/eventmeta.json'))).toEqual([
      { key: 'batch', value: 'x' },
      { key: 'list.txt', value: 'iteron:artifact/a1/list.txt' },
      { key: 'iteron.cancelled', value: '1' },
      { key: 'iteron.discarded', value: '2' },
    ])
    expect(readdirSync(bundle.workspace.inData).sort()).toEqual(['01', '02'])
  })

  test('of no events has an empty folder', async () => {
    await run(
      attemptTask({ task: { collected: { events: () => streamed([]), cancelled: 0, discarded: 0 } } }),
    )
    expect(readdirSync(bundle.workspace.inEvents)).toEqual([])
  })

  test('refuses an id that would leave its folder', async () => {
    const collected = { events: () => streamed([inputEvent({ id: '../../x' })]), cancelled: 0, discarded: 0 }
    expect(await failureOf(run(attemptTask({ task: { collected } })))).toMatchObject({
      class: 'configuration',
    })
  })
})

describe('the program', () => {
  test('is verified, and read again only when it has changed', async () => {
    const path = join(bundle.root, 'program.sh')
    writeFileSync(path, 'echo one')
    const task = attemptTask({ task: { code: [{ path, digest: digestOf('echo one') }] } })
    const cache = new CodeDigests()
    expect((await run(task, { cache })).cacheHits).toBe(0)
    expect((await run(task, { cache })).cacheHits).toBe(1)
    writeFileSync(path, 'echo two')
    expect(await failureOf(run(task, { cache }))).toEqual({
      class: 'configuration',
      message: `the program file ${path} has changed since the module version was made`,
      hint: expect.stringContaining('iteron module update'),
    })
    writeFileSync(path, 'echo one')
    expect((await run(task, { cache })).cacheHits).toBe(0)
  })

  test.each(['', '/below'])('that is gone%s is a matter of configuration', async (below) => {
    const path = join(bundle.root, 'gone')
    if (below !== '') writeFileSync(path, '')
    const task = attemptTask({ task: { code: [{ path: path + below, digest: digestOf('') }] } })
    expect(await failureOf(run(task))).toMatchObject({
      class: 'configuration',
      message: `the program file ${path}${below} is gone`,
    })
  })

  test('that is a pipe is neither opened nor waited for', async () => {
    const path = join(bundle.root, 'pipe')
    expect(spawnSync('mkfifo', [path]).status).toBe(0)
    const task = attemptTask({ task: { code: [{ path, digest: digestOf('') }] } })
    expect(await failureOf(run(task))).toMatchObject({
      class: 'configuration',
      message: `the program file ${path} can't be read: it is a folder, a pipe or a device`,
    })
  })

  test('is a command', async () => {
    const spec = { image: 'blur:1', executor: 'kubernetes' }
    const task = attemptTask({ spec })
    const { command, ...without } = task.spec
    expect(command).toEqual(['true'])
    expect(await failureOf(run({ ...task, spec: without }))).toMatchObject({ class: 'configuration' })
  })
})

async function* streamed<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
