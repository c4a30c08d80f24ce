import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { withInstallation, type Installation } from './installation.ts'
import { passOn } from './programs.ts'
import { until } from './processes.ts'

const ALL_KINDS = ['events', 'jobs', 'logs', 'artifacts']

interface Result {
  readonly dryRun: boolean
  readonly events: number
  readonly jobs: number
  readonly logs: number
  readonly artifacts: number
  readonly discardedJobs: number
  readonly needed: number
  readonly freedBlobs: number
  readonly freedBytes: number
}

/** Writes a policy into the installation's folder. */
function policy(installation: Installation, rules: readonly object[], every = '0'): string {
  const file = path.join(installation.folder, 'iteron.yaml')
  writeFileSync(file, JSON.stringify({ retention: { every, rules } }))
  return file
}

const everything = (what: string) => ({ what, maxAge: '0' })

function blobsOf({ data }: Installation): string[] {
  return readdirSync(path.join(data, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(data, path.join(entry.parentPath, entry.name)))
    .sort()
}

async function gc(installation: Installation, ...args: string[]): Promise<Result> {
  return (await installation.json('gc', ...args)) as Result
}

/** Two jobs in a row: `first` keeps its input and passes it on, `second` prints and keeps it too. */
async function twoStages({ client }: Installation): Promise<void> {
  await client.shell('first', `echo one; ${passOn('middle')}`, {
    subscribes: ['begin'],
    publishes: ['middle'],
  })
  await client.shell('second', 'cat in/data/*; cp in/data/* out/data/', { subscribes: ['middle'] })
}

async function runOnce({ client }: Installation, content: string): Promise<{ key: string; upload: string }> {
  const upload = await client.upload({ 'a.txt': content })
  const data = JSON.stringify({ files: [{ path: 'a.txt', artifact: upload }] })
  const key = await client.publish({ type: 'begin', id: content, dataJson: data })
  expect(await client.outcome(key)).toMatchObject({ verdict: 'succeeded', jobsTotal: 2 })
  return { key, upload }
}

describe('retention', () => {
  test('a dry run says what is removed, a run removes it, and what stays are tombstones with their lineage', async () => {
    await withInstallation({}, async (installation) => {
      await installation.start()
      const { client } = installation
      await twoStages(installation)
      const { key, upload } = await runOnce(installation, 'content')
      const { artifacts } = await client.call('artifacts', 'ListArtifacts', {})
      const before = blobsOf(installation)
      const file = policy(installation, ALL_KINDS.map(everything))
      const dry = await gc(installation, '--dry-run', '--policy', file)
      expect(blobsOf(installation)).toEqual(before)
      expect(dry).toMatchObject({ dryRun: true, events: 2, jobs: 2, artifacts: 3, needed: 0 })
      const run = await gc(installation, '--policy', file)
      expect(run).toMatchObject({
        dryRun: false,
        events: 2,
        jobs: 2,
        artifacts: 3,
        freedBytes: dry.freedBytes,
      })
      expect(run.freedBlobs).toBe(dry.freedBlobs)
      expect(blobsOf(installation)).toEqual([])

      expect((await client.call('jobs', 'ListJobs', {})).jobs).toEqual([])
      expect((await client.call('events', 'ListEvents', {})).events).toEqual([])
      const event = (await installation.json('event', 'get', key)) as { expiredAt?: string; data: object }
      expect(event).toMatchObject({ id: 'content', type: 'begin', data: {}, expiredAt: expect.any(String) })
      const up = JSON.stringify(await installation.json('lineage', 'up', artifacts[0]!.id))
      expect(up).toContain(upload)
      expect(await installation.cli('doctor', '--verify-files')).toMatchObject({ exit: 0 })
      expect(await gc(installation, '--policy', file)).toMatchObject({
        events: 0,
        jobs: 0,
        artifacts: 0,
        freedBlobs: 0,
      })
    })
  })

  test('what has expired is refused by name, and a duplicate of an expired event is still one', async () => {
    await withInstallation({}, async (installation) => {
      await installation.start()
      const { client } = installation
      await twoStages(installation)
      const { key, upload } = await runOnce(installation, 'once')
      const { jobs } = await client.call('jobs', 'ListJobs', { module: 'second' })
      await gc(installation, '--policy', policy(installation, ALL_KINDS.map(everything)))

      const logs = await installation.cli('job', 'logs', jobs[0]!.id)
      expect(logs).toMatchObject({ exit: 4, stderr: expect.stringContaining('removed by retention') })
      const redrive = await installation.cli('event', 'redrive', key)
      expect(redrive).toMatchObject({ exit: 5, stderr: expect.stringContaining('removed by retention') })
      const download = await installation.cli('artifact', 'download', upload, 'into')
      expect(download).toMatchObject({ exit: 5, stderr: expect.stringContaining('was deleted') })

      expect(await client.publish({ type: 'begin', id: 'once', dataJson: '{}' })).toBe(key)
      const files = [{ artifact: upload, path: 'a.txt' }]
      expect(await client.publish({ type: 'begin', id: 'once', files })).toBe(key)
      await expect(client.publish({ type: 'begin', id: 'other', files })).rejects.toThrow('is deleted')
      const other = await client.publish({ type: 'nobody' })
      await client.outcome(other)
      expect((await client.call('jobs', 'ListJobs', {})).jobs).toEqual([])
    })
  })

  test('what a policy probably doesn’t mean is said', async () => {
    await withInstallation({}, async (installation) => {
      await installation.start()
      await twoStages(installation)
      await installation.client.call('modules', 'DeleteModule', { module: 'second' })
      expect(await installation.cli('gc')).toMatchObject({
        exit: 0,
        stderr: expect.stringContaining('there are no retention rules'),
      })
      const file = policy(installation, [
        { what: 'jobs', modules: ['first', 'client', 'secnod'], maxAge: '0' },
        { what: 'artifacts', modules: ['second', 'client'], maxAge: '0' },
      ])
      const { exit, stderr } = await installation.cli('gc', '--policy', file)
      expect({ exit, stderr: stderr.trim().split('\n').sort() }).toEqual({
        exit: 0,
        stderr: ['client', 'secnod'].map(
          (name) => `the policy names the module ${name}, of which nothing is known`,
        ),
      })
    })
  })

  test('content that others hold stays, and is stored anew when it comes again after it was freed', async () => {
    await withInstallation({}, async (installation) => {
      await installation.start()
      const { client } = installation
      const one = await client.upload({ 'x.txt': 'shared', 'y.txt': 'alone' })
      const two = await client.upload({ 'z.txt': 'shared' })
      await client.call('artifacts', 'DeleteArtifact', { artifact: one })
      expect(await gc(installation)).toMatchObject({ freedBlobs: 1, freedBytes: 5 })
      expect(await installation.cli('artifact', 'verify', two)).toMatchObject({ exit: 0 })
      await client.call('artifacts', 'DeleteArtifact', { artifact: two })
      expect(await gc(installation)).toMatchObject({ freedBlobs: 1, freedBytes: 6 })
      expect(blobsOf(installation)).toEqual([])
      const three = await client.upload({ 'again.txt': 'shared' })
      expect(await installation.cli('artifact', 'verify', three)).toMatchObject({ exit: 0 })
      expect(await installation.cli('doctor', '--verify-files')).toMatchObject({ exit: 0 })
    })
  })

  test('nothing of an open tree goes, and a failed job whose time is over is given up, on record', async () => {
    await withInstallation({}, async (installation) => {
      await installation.start()
      const { client } = installation
      await client.shell('fails', 'exit 3', { subscribes: ['go'] })
      const key = await client.publish({ type: 'go' })
      await client.outcome(key)
      const events = policy(installation, [everything('events')])
      expect(await gc(installation, '--policy', events)).toMatchObject({ events: 0, needed: 1 })
      const jobs = policy(installation, [everything('jobs')])
      expect(await gc(installation, '--policy', jobs)).toMatchObject({ jobs: 0, discardedJobs: 1 })
      const [job] = (await client.call('jobs', 'ListJobs', {})).jobs
      expect(job).toMatchObject({ state: 'discarded', reason: expect.stringContaining('retention') })
      const both = policy(installation, ['events', 'jobs'].map(everything))
      expect(await gc(installation, '--policy', both)).toMatchObject({ events: 1, jobs: 1 })
    })
  })

  test('the server follows its own policy', async () => {
    await withInstallation({}, async (installation) => {
      policy(installation, [{ what: 'logs', modules: 'talks', maxCount: 1 }], '100ms')
      await installation.start()
      const { client } = installation
      await client.shell('talks', 'echo hello', { subscribes: ['talk'] })
      for (const id of ['1', '2', '3']) await client.outcome(await client.publish({ type: 'talk', id }))
      const logs = () => blobsOf(installation).filter((name) => name.includes('/logs/'))
      await until('one log is left', () => logs().length <= 1, 10_000)
      const [last] = await client.jobsOf('3')
      expect(await client.log(last!.id)).toBe('hello')
      const [before] = await client.jobsOf('2')
      await expect(client.log(before!.id)).rejects.toThrow('removed by retention')
    })
  })

  test('a policy that is wrong is refused with what is wrong', async () => {
    await withInstallation({}, async (installation) => {
      await installation.start()
      const wrong = policy(installation, [{ what: 'jobs', maxBytes: '1Gi' }])
      const refused = await installation.cli('gc', '--policy', wrong)
      expect(refused).toMatchObject({ exit: 2, stderr: expect.stringContaining(`retention in ${wrong}`) })
      expect(refused.stderr).toContain('maxBytes')
      const check = await installation.cli('config', 'check')
      expect(check).toMatchObject({ exit: 2, stderr: expect.stringContaining('maxBytes') })
      const none = path.join(installation.folder, 'none.yaml')
      writeFileSync(none, 'retention:\n')
      rmSync(wrong)
      expect(await gc(installation, '--policy', none)).toMatchObject({ events: 0, artifacts: 0 })
    })
  })
})
