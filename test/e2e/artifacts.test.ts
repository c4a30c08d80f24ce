import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { sharedInstallation } from './installation.ts'

const COPY = 'cp -R in/data/. out/data/'

describe('artifacts', () => {
  const installation = sharedInstallation({ arguments: ['--slots', '4'] })
  const blobs = path.join(installation.data, 'blobs')

  /** Files of the blob store that have this content. */
  function stored(content: string): string[] {
    return readdirSync(blobs, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('.tmp'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file, 'utf8') === content)
  }

  /** Flips a bit of the only file that has this content. */
  function corrupt(content: string): void {
    const [file] = stored(content)
    const bytes = readFileSync(file!)
    bytes[0]! ^= 1
    chmodSync(file!, 0o600)
    writeFileSync(file!, bytes)
  }

  async function make(name: string, files: Readonly<Record<string, string>>, script = COPY) {
    const { client } = installation
    await client.shell(name, script, { subscribes: [name] })
    const artifact = await client.upload(files)
    const { verdict, jobs } = await client.run({ type: name, files: [{ artifact }] })
    expect(verdict).toBe('succeeded')
    const made = (await client.job(jobs[0]!.id)).artifacts[0]!
    return { uploaded: artifact, made, job: jobs[0]!.id }
  }

  test('the same content is stored once, however often it is made', async () => {
    const { client } = installation
    const content = 'the same content'
    const { uploaded, made } = await make('same', { a: content }, `${COPY}; cp in/data/a out/data/b`)
    expect(stored(content)).toHaveLength(1)
    const files = await Promise.all([uploaded, made].map((id) => client.files(id)))
    expect(files.map((one) => [...one].map(([name, bytes]) => [name, bytes.toString()]))).toEqual([
      [['a', content]],
      [
        ['a', content],
        ['b', content],
      ],
    ])
  })

  test('files lie where people can browse, written once, with their metadata beside them', async () => {
    const { client } = installation
    const content = 'to be browsed'
    const { made } = await make(
      'browse',
      { seed: 'x' },
      `mkdir out/data/sub; printf '%s' '${content}' > out/data/sub/a`,
    )
    const { path: prefix } = await client.call('artifacts', 'GetArtifact', { artifact: made })
    expect(prefix).toMatch(new RegExp(`^\\d{4}/\\d\\d/\\d\\d/browse/${made}/$`))
    const file = path.join(blobs, prefix, 'files/sub/a')
    expect(readFileSync(file, 'utf8')).toBe(content)
    expect(statSync(file).mode & 0o222).toBe(0)
    const metadata = readFileSync(path.join(blobs, prefix, 'metadata.yaml'), 'utf8')
    expect(metadata).toContain(`sha256:${createHash('sha256').update(content).digest('hex')}`)
  })

  test('a damaged file is found, and its bytes are given to nobody', async () => {
    const { client } = installation
    const content = 'soon damaged'
    const { made, uploaded } = await make('damage', { 'd/a': content, b: 'sound' })
    corrupt(content)
    const { exit, stdout, stderr } = await installation.cli('artifact', 'verify')
    expect({ exit, stdout }).toEqual({ exit: 1, stdout: expect.stringContaining(`${made}:d/a`) })
    expect(stderr).toContain('damaged')
    await expect(client.files(made)).rejects.toMatchObject({ code: 'DATA_LOSS' })
    const download = await installation.cli('artifact', 'download', made, 'damaged')
    expect(download.exit).not.toBe(0)
    expect(existsSync(path.join(installation.folder, 'damaged/d/a'))).toBe(false)
    const key = await client.publish({ type: 'damage', files: [{ artifact: uploaded }] })
    const [job] = await client.begun(key)
    const waiting = await client.reaches(job!.id, 'waiting', 'failed')
    expect(waiting.failure).toMatchObject({ class: 'staging', message: expect.stringContaining('sha256:') })
    await client.call('jobs', 'CancelJob', { job: job!.id })
  })

  test('content that was found damaged can be made again, and is whole then', async () => {
    const { client } = installation
    const content = 'to be made again'
    const { job } = await make('again', { seed: '' }, `printf '%s' '${content}' > out/data/a`)
    corrupt(content)
    expect(await installation.cli('artifact', 'verify')).toMatchObject({ exit: 1 })
    const { event } = await client.call('events', 'RedriveEvent', { event: (await client.job(job)).eventKey })
    const { jobs } = await client.outcome(event!.key)
    expect(await client.output(jobs[0]!.id)).toEqual({ a: content })
    const copy = await client.upload({ copy: content })
    expect((await client.files(copy)).get('copy')!.toString()).toBe(content)
    expect(stored(content)).toHaveLength(1)
  })

  test('a download is byte by byte the same, and overwrites nothing by itself', async () => {
    const files = { 'a b/ü.txt': 'first', c: '' }
    const { made } = await make('download', files)
    const folder = path.join(installation.folder, 'copy')
    expect(await installation.cli('artifact', 'download', made, 'copy')).toMatchObject({ exit: 0 })
    for (const [name, content] of Object.entries(files))
      expect(readFileSync(path.join(folder, name), 'utf8')).toBe(content)
    writeFileSync(path.join(folder, 'a b/ü.txt'), 'mine')
    expect((await installation.cli('artifact', 'download', made, 'copy')).exit).not.toBe(0)
    expect(readFileSync(path.join(folder, 'a b/ü.txt'), 'utf8')).toBe('mine')
    expect(await installation.cli('artifact', 'download', made, 'copy', '--force')).toMatchObject({ exit: 0 })
    expect(readFileSync(path.join(folder, 'a b/ü.txt'), 'utf8')).toBe('first')
  })

  test('a download does not follow a link out of its folder', async () => {
    const { made } = await make('resist', { 'sub/a': 'trap' })
    const elsewhere = path.join(installation.folder, 'elsewhere')
    const target = path.join(installation.folder, 'target')
    mkdirSync(elsewhere)
    mkdirSync(target)
    symlinkSync(elsewhere, path.join(target, 'sub'))
    const { exit, stderr } = await installation.cli('artifact', 'download', made, 'target', '--force')
    expect(exit).not.toBe(0)
    expect(stderr).toContain('leads out of')
    expect(readdirSync(elsewhere)).toEqual([])
  })

  test('a deleted artifact leaves a tombstone; what shares its content is not harmed', async () => {
    const { client } = installation
    const { uploaded, made } = await make('delete', { a: 'shared by two' })
    await client.call('artifacts', 'DeleteArtifact', { artifact: uploaded })
    expect((await client.files(made)).get('a')!.toString()).toBe('shared by two')
    const { artifacts } = await client.call('artifacts', 'ListArtifacts', { deleted: true })
    expect(artifacts.find(({ id }) => id === uploaded)!.deletedAtMs).toBeGreaterThan(0)
    const { nodes } = await client.call('lineage', 'QueryLineage', { subject: made, direction: 'up' })
    expect(nodes.map(({ id }) => id)).toContain(uploaded)
    const again = client.publish({ type: 'delete', files: [{ artifact: uploaded }] })
    await expect(again).rejects.toMatchObject({ message: expect.stringContaining(uploaded) })
  })
})
