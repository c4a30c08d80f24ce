import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Job } from './client.ts'
import { Gate } from './gate.ts'
import { Installation, sharedInstallation } from './installation.ts'
import { IteronProcess } from './iteron-process.ts'
import { raise } from './programs.ts'

const END_MS = 20_000
/** Nothing listens there. */
const NOWHERE = '127.0.0.1:1'
const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/

/** A status as JSON, as far as these tests look. */
interface Status {
  readonly server: { readonly grpc: string } | null
  readonly folder: string | null
  readonly [key: string]: unknown
}

/** An installation in which something is in each state that a person may wonder about. */
class Busy {
  readonly installation = new Installation()
  readonly jobs: Record<string, Job> = {}
  #gate: Gate | undefined

  async start(): Promise<void> {
    await this.installation.start()
    this.#gate = new Gate(path.join(this.installation.folder, 'gate'))
    await this.#modules(this.#gate.script)
    const { client } = this.installation
    await this.installation.cli('module', 'pause', 'paused')
    await this.#begin('running', 'runs', 'running')
    await client.hears(this.jobs['runs']!.id, 'begun')
    await this.#begin('limit', 'runs-two', 'queued')
    await this.#begin('paused', 'paused', 'queued')
    await this.#begin('retry', 'retries', 'waiting')
    await this.#begin('blocked', 'splits', 'succeeded')
    await this.#begin('open', 'opens', 'succeeded')
    await this.#find('fails', 'failed')
    await this.#find('gathers', 'waiting')
    await this.#find('collects', 'waiting')
    await client.begun(await client.publish({ type: 'running' }))
  }

  async end(): Promise<void> {
    this.#gate?.release(10)
    this.#gate?.close()
    await this.installation.remove()
  }

  async #modules(waits: string): Promise<void> {
    const { client } = this.installation
    const made = 'head -c 100000 /dev/urandom > out/data/file'
    await client.shell('runs', waits, { subscribes: ['running', 'limit'], concurrency: 1 })
    await client.shell('paused', 'true', { subscribes: ['paused'] })
    const retry = { count: 1, backoff: { initial: '1h', max: '1h' } }
    await client.shell('retries', 'exit 3', { subscribes: ['retry'], retry })
    await client.shell('splits', `${made}; ${raise('e', 'piece')}`, {
      subscribes: ['blocked'],
      publishes: ['piece'],
    })
    await client.shell('opens', raise('e', 'paused'), { subscribes: ['open'], publishes: ['paused'] })
    await client.shell('fails', 'echo why; exit 4', { subscribes: ['piece'] })
    await client.shell('gathers', 'true', { join: { root: 'blocked', collect: ['piece'] } })
    await client.shell('collects', 'true', { join: { root: 'open', collect: ['paused'] } })
  }

  /** Publishes an event, and keeps its job under a name when it has come to a state. */
  async #begin(type: string, name: string, state: string): Promise<void> {
    const { client } = this.installation
    const event = await client.publish({ type })
    const own = (await client.begun(event)).find(({ module }) => !['gathers', 'collects'].includes(module))!
    this.jobs[name] = await client.reaches(own.id, state)
  }

  /** Keeps the one job of a module. */
  async #find(module: string, state: string): Promise<void> {
    const { client } = this.installation
    const [job] = (await client.call('jobs', 'ListJobs', { module })).jobs
    this.jobs[module] = await client.reaches(job!.id, state)
  }
}

async function iteron(folder: string, ...args: string[]) {
  const environment = { ITERON_ENDPOINT: NOWHERE }
  return await new IteronProcess(args, { cwd: folder, environment }).end(END_MS)
}

describe('the status of an installation at work', () => {
  const busy = new Busy()
  beforeAll(() => busy.start(), 60_000)
  afterAll(() => busy.end())
  const id = (name: string) => busy.jobs[name]!.id

  test('says for people what runs, what waits and for what, and what has failed', async () => {
    const { exit, stdout, stderr } = await busy.installation.cli('status')
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
    const line = (start: string) => stdout.split('\n').find((one) => one.startsWith(start))
    expect(line('server:')).toContain(busy.installation.grpc)
    expect(line('jobs:')).toMatch(/queued, .* waiting, .* running, .* succeeded, .* failed/)
    expect(line('paused:')).toMatch(/ paused$/)
    expect(line('disk:')).toMatch(/ free of .*, database .*, content 97\.7 KiB, workspaces /)
    expect(line(id('runs'))).toMatch(/ runs +running /)
    expect(line(id('runs-two'))).toMatch(/ runs +queued .* as many jobs as it may at once/)
    expect(line(id('paused'))).toMatch(/ paused +queued .* is paused: iteron module resume paused/)
    expect(line(id('retries'))).toMatch(/ retries +waiting .*, due at .*exited with 3/)
    expect(line(id('gathers'))).toMatch(/ gathers +waiting .* it is blocked: 1 of the jobs/)
    expect(line(id('gathers'))).toContain(id('fails'))
    expect(line(id('collects'))).toMatch(/ collects +waiting .* has settled: 1 jobs have not ended/)
    expect(line(id('fails'))).toMatch(/ fails +failed .* exited with 4; last lines of its log: why/)
    expect(stdout).toMatch(/^Waiting, by module\n(.*\n)*?limit +runs +2\n/m)
    expect(stdout).toMatch(/^Failed, by module\n.*\nfails +exit +1\n/m)
    expect(stdout).toMatch(/^Largest modules\n.*\nsplits +1 +1 +97\.7 KiB +1\n/m)
    expect(stdout).toContain('warning: 1 job has failed: iteron dead-letter list')
  })

  test('has all of it as JSON', async () => {
    const status = (await busy.installation.json('status')) as Status
    expect(status).toMatchObject({
      server: { grpc: busy.installation.grpc },
      folder: null,
      running: { total: 1, jobs: [{ id: id('runs'), module: 'runs', state: 'running', attempt: 1 }] },
      waiting: { total: 7 },
      failed: { total: 1, jobs: [{ id: id('fails'), since: expect.stringMatching(TIME) }] },
      pausedModules: ['paused'],
      nextDueAt: expect.stringMatching(TIME),
      runningBy: [{ module: 'runs', count: 1 }],
      failedBy: [{ module: 'fails', failureClass: 'exit', count: 1 }],
      deadMessages: [],
      disk: { contentBytes: 100_000, databaseBytes: expect.any(Number), freeBytes: expect.any(Number) },
      statistics: {
        deadLetters: { messages: 0, jobs: 1 },
        jobsByState: { running: 1, failed: 1, succeeded: 2, queued: 4, waiting: 3 },
      },
    })
    const groups = status['waitingFor'] as { module: string; reason: string; count: number }[]
    expect(groups.map(({ module, reason, count }) => `${module} ${reason} ${count}`).sort()).toEqual([
      'collects join 1',
      'gathers join 1',
      'paused paused 2',
      'retries retry 1',
      'runs limit 2',
    ])
  })

  test('counts what deleted modules have left under their ids, apart from new ones of the name', async () => {
    const { client } = busy.installation
    const { id: former } = await client.call('modules', 'GetModule', { module: 'splits' })
    expect(await busy.installation.cli('module', 'delete', 'splits')).toMatchObject({ exit: 0 })
    await client.shell('splits', 'true', { subscribes: ['nothing'] })
    const status = (await busy.installation.json('status')) as Status
    const largest = status['largestModules'] as { module: string; bytes: number }[]
    expect(largest[0]).toMatchObject({ module: former, bytes: 100_000 })
    expect(largest.map(({ module }) => module)).not.toContain('splits')
  })
})

/** A configuration that names the data folder. */
function configFor({ folder, data }: Installation): string {
  const file = path.join(folder, 'with-folder.yaml')
  writeFileSync(file, `data: ${JSON.stringify(data)}\n`)
  return file
}

describe('the status of an installation at rest', () => {
  const resting = sharedInstallation()

  test('says that there is nothing, shows a message that could not be taken, and is the same offline', async () => {
    const { folder, data, client } = resting
    const empty = await resting.cli('status')
    expect(empty).toMatchObject({ exit: 0, stderr: '' })
    expect(empty.stdout).toContain('\nNothing runs, nothing waits, nothing has failed.\n')
    expect(empty.stdout).toMatch(/^jobs: +none$/m)
    await client.shell('prints', 'echo x > out/data/x', { subscribes: ['print'] })
    await client.run({ type: 'print' })
    const content = { files: [{ path: 'a', artifact: 'f'.repeat(32) }] }
    const poison = { specversion: '1.0', id: 'poison', source: 'outside', type: 'print', data: content }
    await resting.post('/events', 'application/cloudevents+json', JSON.stringify(poison))
    expect(await client.outcome('poison')).toMatchObject({ verdict: 'failed' })
    const { stdout } = await resting.cli('status')
    expect(stdout).toMatch(/^Messages that could not be taken \(1\)\n.*\n\d+ .*f{32}/m)
    expect(stdout).toMatch(/^dead letters: +0 jobs, 1 message$/m)
    const { server, ...online } = (await resting.json('status')) as Status
    expect(server).toMatchObject({ grpc: resting.grpc })
    await resting.stop()
    const offline = await iteron(folder, 'status', '--data', data, '-o', 'json')
    expect(offline).toMatchObject({ exit: 0, stderr: '' })
    const expected = { ...online, folder: data, disk: expect.anything() }
    expect(JSON.parse(offline.stdout)).toEqual({ ...expected, server: null })
    const text = await iteron(folder, 'status', '--data', data)
    expect(text.stdout).toMatch(new RegExp(`^folder: +${data}: no server works on it$`, 'm'))
    expect(text.stdout).not.toMatch(/^(server|HTTP|up for):/m)
    await resting.start()
  })

  test('needs a server or a folder, and makes none', async () => {
    const elsewhere = path.join(resting.folder, 'elsewhere')
    mkdirSync(elsewhere)
    for (const where of [[], ['--data', 'none']]) {
      const refused = await iteron(elsewhere, 'status', ...where)
      expect(refused).toMatchObject({ exit: 3, stdout: '' })
      expect(refused.stderr).toMatch(/can't reach the server at .*, and there is no data folder .*\n.*--data/)
    }
    // without --data it is the folder that `iteron up` would take
    const { exit, stderr } = await iteron(elsewhere, 'status')
    expect({ exit, stderr }).toMatchObject({ exit: 3, stderr: expect.stringContaining('.iteron') })
    // a server that was named is meant, though there is a folder
    const named = await iteron(
      resting.folder,
      'status',
      '--endpoint',
      NOWHERE,
      '--config',
      configFor(resting),
    )
    expect(named).toMatchObject({ exit: 3, stdout: '' })
    expect(named.stderr).not.toContain('folder')
  })
})
