import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { digestOf } from '../../core/model/identity.ts'
import type { RequestOf } from '../../proto/client.ts'
import { collect, startBench, type Bench } from './grpc-server.ts'
import { allPages } from './pages.ts'

type Part = RequestOf<'artifacts', 'UploadArtifact'>

let bench: Bench

beforeEach(async () => {
  bench = await startBench({ dispatcher: false })
})

afterEach(async () => {
  await bench.stop()
})

const upload = (parts: Iterable<Part> | AsyncIterable<Part>, settings = {}) =>
  bench.connection.upload('artifacts', 'UploadArtifact', Readable.from(parts), settings)

const HEADER: Part = { header: { slot: '', correlationId: 't' } }

function partsOf(files: Readonly<Record<string, string>>): Part[] {
  return [
    HEADER,
    ...Object.entries(files).flatMap(([path, text]) => [{ file: { path } }, { chunk: Buffer.from(text) }]),
  ]
}

async function keys(): Promise<string[]> {
  return (await collect(bench.context.blobs.list(''))).map((blob) => blob.key)
}

async function download(artifact: string, path = ''): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  let current = ''
  for await (const message of bench.connection.stream('artifacts', 'DownloadArtifact', { artifact, path })) {
    if (message.file !== undefined && message.file !== null) files[(current = message.file.path)] = ''
    else files[current] = (files[current] ?? '') + message.chunk!.toString()
  }
  return files
}

test('files are uploaded, listed, and downloaded: all, a folder or one', async () => {
  const files = { 'a.txt': 'one', 'sub/b.txt': 'two', 'sub/empty': '', 'sub2/c d.txt': 'three' }
  const artifact = await upload(partsOf(files))
  expect(artifact).toMatchObject({
    producer: 'client',
    slot: 'files',
    correlationId: 't',
    fileCount: 4,
    bytes: 11,
  })
  expect(artifact.files.map((file) => file.path)).toEqual(Object.keys(files))
  expect(artifact.files[0]).toMatchObject({ digest: digestOf('one'), size: 3, artifact: artifact.id })
  expect(artifact.path).toMatch(/^\d{4}\/\d\d\/\d\d\/client\//)
  expect(await keys()).toContain(`${artifact.path}metadata.yaml`)

  expect(await download(artifact.id)).toEqual(files)
  expect(await download(artifact.id.slice(0, 10), 'sub')).toEqual({ 'sub/b.txt': 'two', 'sub/empty': '' })
  expect(await download(artifact.id, 'a.txt')).toEqual({ 'a.txt': 'one' })
  await expect(download(artifact.id, 'b.txt')).rejects.toMatchObject({ code: 'NOT_FOUND' })

  const paths = await allPages(
    (pageToken) =>
      bench.call('artifacts', 'ListArtifactFiles', { artifact: artifact.id, pageSize: 3, pageToken }),
    (page) => page.files.map((file) => file.path),
  )
  expect(paths).toEqual(Object.keys(files))
  const { artifacts } = await bench.call('artifacts', 'ListArtifacts', { correlationId: 't' })
  expect(artifacts.map((one) => one.id)).toEqual([artifact.id])
})

test('content that is stored already is not stored twice', async () => {
  const first = await upload(partsOf({ 'a.txt': 'same' }))
  const second = await upload(partsOf({ 'b.txt': 'same' }))
  expect((await keys()).filter((key) => key.includes('/files/'))).toEqual([`${first.path}files/a.txt`])
  expect(await download(second.id)).toEqual({ 'b.txt': 'same' })
})

test('an upload that is wrong, or cancelled, leaves nothing', async () => {
  const refused: [Part[], string, string][] = [
    [[], 'INVALID_ARGUMENT', 'no header'],
    [[HEADER], 'INVALID_ARGUMENT', 'no files'],
    [[HEADER, { chunk: Buffer.from('x') }], 'INVALID_ARGUMENT', 'before any file'],
    [partsOf({ '../a': 'x' }), 'INVALID_ARGUMENT', '"../a"'],
    [[...partsOf({ a: 'x' }), { file: { path: 'a' } }], 'INVALID_ARGUMENT', 'two files "a"'],
    [
      [HEADER, { file: { path: 'a', digest: digestOf('y') } }, { chunk: Buffer.from('x') }],
      'DATA_LOSS',
      'sha256:',
    ],
  ]
  for (const [parts, code, message] of refused) {
    await expect(upload(parts)).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  }
  const stop = new AbortController()
  async function* endless() {
    yield* partsOf({ a: 'x' })
    yield { file: { path: 'b' } }
    yield { chunk: Buffer.from('y') }
    setImmediate(() => stop.abort())
    await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }))
  }
  await expect(upload(endless(), { signal: stop.signal })).rejects.toMatchObject({ code: 'CANCELLED' })
  await bench.stop()
  expect(await collect(bench.context.blobs.list(''))).toEqual([])
  expect(bench.faults).toEqual([])
  bench = await startBench({ dispatcher: false })
})

test('a slow reader of a download is waited for', async () => {
  const chunk = Buffer.alloc(1024 * 1024, 7)
  const size = 48
  async function* parts() {
    yield HEADER
    yield { file: { path: 'large' } }
    for (let n = 0; n < size; n += 1) yield { chunk }
  }
  const artifact = await upload(parts())
  let read = 0
  const { blobs } = bench.context
  const readBlob = blobs.read.bind(blobs)
  blobs.read = async (...args) => {
    const stream = await readBlob(...args)
    stream.on('data', (bytes: Buffer) => (read += bytes.length))
    stream.pause()
    return stream
  }
  const stream = bench.connection.stream('artifacts', 'DownloadArtifact', { artifact: artifact.id })
  await stream.next()
  await stream.next()
  const before = await settled(() => read)
  expect(before).toBeLessThan((size * 1024 * 1024) / 4)
  let bytes = 0
  for await (const message of stream) bytes += message.chunk?.length ?? 0
  expect(read).toBe(size * 1024 * 1024)
  expect(bytes).toBeGreaterThan(read - 128 * 1024)
})

/** The value when it has stopped growing: the same in many turns of the event loop. */
async function settled(value: () => number): Promise<number> {
  let last = -1
  for (let same = 0; same < 200;) {
    same = value() === last ? same + 1 : 0
    last = value()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return last
}

test('damaged bytes are found by verify, and never downloaded as if they were right', async () => {
  const artifact = await upload(partsOf({ 'a.txt': 'right', 'b.txt': 'fine' }))
  const { blobs } = bench.context
  await blobs.delete([`${artifact.path}files/a.txt`])
  await blobs.put(`${artifact.path}files/a.txt`, { bytes: Buffer.from('wrong') })
  const verified = await collect(bench.connection.stream('artifacts', 'VerifyArtifacts', {}))
  expect(verified).toMatchObject([
    { file: { path: 'a.txt' }, intact: false, problem: expect.stringContaining('damaged') },
    { file: { path: 'b.txt' }, intact: true },
  ])
  await expect(download(artifact.id)).rejects.toMatchObject({ code: 'DATA_LOSS' })
  const doctor = await collect(bench.connection.stream('server', 'RunDoctor', { verifyFiles: true }))
  expect(doctor).toMatchObject([
    { finding: { check: 'every file has the bytes of its digest', subject: `${artifact.id}:a.txt` } },
    { summary: { findings: 1 } },
  ])
})

test('a deleted artifact is a tombstone, and is not indexed again', async () => {
  const artifact = await upload(partsOf({ 'a.txt': 'one' }))
  const tombstone = await bench.call('artifacts', 'DeleteArtifact', { artifact: artifact.id })
  expect(tombstone.deletedAtMs).toBeGreaterThan(0)
  expect((await bench.call('artifacts', 'ListArtifacts', {})).artifacts).toEqual([])
  expect((await bench.call('artifacts', 'ListArtifacts', { deleted: true })).artifacts).toHaveLength(1)
  await expect(download(artifact.id)).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: expect.stringContaining('deleted'),
  })
  const reindexed = await collect(bench.connection.stream('artifacts', 'ReindexArtifacts', {}))
  expect(reindexed).toMatchObject([{ found: 0, added: 0 }])
  expect((await bench.call('artifacts', 'GetArtifact', { artifact: artifact.id })).deletedAtMs).toBe(
    tombstone.deletedAtMs,
  )
})

test('the catalogue is rebuilt from the metadata alone', async () => {
  const artifact = await upload(partsOf({ 'a "b", c.txt': 'one', 'ä\n.txt': 'two' }))
  const { store } = bench.context.catalog.context
  const gone = ['artifacts', 'manifests', 'contents']
  for (const collection of gone) {
    const { documents } = await store.find(collection, { filter: {}, limit: 100 })
    await store.batch(documents.map(({ id }) => ({ kind: 'delete', collection, id })))
  }
  await expect(bench.call('artifacts', 'GetArtifact', { artifact: artifact.id })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  const reindexed = await collect(bench.connection.stream('artifacts', 'ReindexArtifacts', {}))
  expect(reindexed.at(-1)).toMatchObject({ found: 1, added: 1 })
  expect(await bench.call('artifacts', 'GetArtifact', { artifact: artifact.id })).toEqual(artifact)
  expect(await download(artifact.id)).toEqual({ 'a "b", c.txt': 'one', 'ä\n.txt': 'two' })
  expect((await collect(bench.connection.stream('server', 'RunDoctor', {}))).at(-1)).toMatchObject({
    summary: { findings: 0 },
  })
  const again = await collect(bench.connection.stream('artifacts', 'ReindexArtifacts', {}))
  expect(again.at(-1)).toMatchObject({ found: 1, added: 0 })
})

test('a metadata file that can not be read is told, and the others are entered', async () => {
  await bench.context.blobs.put('2030/01/01/client/x/metadata.yaml', { bytes: Buffer.from('hello') })
  await upload(partsOf({ a: 'x' }))
  const reindexed = await collect(bench.connection.stream('artifacts', 'ReindexArtifacts', {}))
  expect(reindexed.map((one) => one.problem ?? '')).toContainEqual(
    expect.stringContaining('2030/01/01/client/x/metadata.yaml: line 1'),
  )
  expect(reindexed.at(-1)).toMatchObject({ found: 2 })
})
