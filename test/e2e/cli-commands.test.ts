import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { parse as parseYaml } from 'yaml'
import { sharedCliServer, type CliServer } from './cli-server.ts'

interface Identified {
  readonly id: string
  readonly state: string
}

const shared = sharedCliServer()
let server: CliServer

const iteron = async (...args: string[]) => await server.iteron(...args)

beforeAll(async () => {
  server = shared()
  writeFileSync(path.join(server.folder, 'a.txt'), 'some text\n')
  const shout =
    'echo shouting; tr a-z A-Z < in/data/a.txt > out/data/a.txt; echo \'{"type":"loud","files":["a.txt"]}\' > out/events/1'
  const made = await iteron('module', 'create', '-n', 'shout', '-i', 'quiet', '-o', 'loud', '-m', shout)
  expect(made.stdout).toMatch(/^created module shout-\w{5}\n$/)
  const failing = [
    'module',
    'create',
    '-n',
    'fail',
    '-i',
    'doomed',
    '-m',
    'echo because; exit 7',
    '--retry-count',
    '0',
  ]
  expect((await iteron(...failing)).exit).toBe(0)
})

describe('one event and what it caused', () => {
  let event: { id: string; jobs: (Identified & { module: string })[] }
  let artifact: string

  beforeAll(async () => {
    event = await server.json(
      'event',
      'publish',
      'quiet',
      '--file',
      'a.txt',
      '--data',
      'k=v',
      '--wait',
      '--timeout',
      '30',
    )
    const made = await server.json<Identified[]>('artifact', 'list', '--job', event.jobs[0]!.id)
    artifact = made[0]!.id
  })

  test('publish --wait answers with its jobs', () => {
    expect(event).toMatchObject({
      source: expect.any(String),
      type: 'quiet',
      correlationid: event.id,
      jobs: [{ module: 'shout', state: 'succeeded' }],
    })
  })

  test('publish without -o json prints the id alone', async () => {
    const { exit, stdout } = await iteron('event', 'publish', 'quiet', '--id', 'mine', '--file', 'a.txt')
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'mine\n' })
    expect((await iteron('event', 'wait', 'mine', '--timeout', '30')).exit).toBe(0)
  })

  test("create takes Ion's flags, and both warn when nobody takes the type", async () => {
    const flags = [
      '--event-type',
      'nobody',
      '--event-id',
      'ion-1',
      '--correlation-id',
      'c-1',
      '--parent-event-id',
      'p',
    ]
    const { exit, stdout, stderr } = await iteron('event', 'create', ...flags)
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: 'ion-1\n' })
    expect(stderr).toMatch(/^warning: no module takes events of type nobody/)
  })

  test('lists have the fields that scripts rely on', async () => {
    const jobs = await server.json<object[]>(
      'job',
      'list',
      '--module',
      'shout',
      '--state',
      'succeeded,failed',
      '--since',
      '1h',
    )
    for (const job of jobs)
      expect(Object.keys(job)).toEqual(
        expect.arrayContaining([
          'id',
          'module',
          'moduleVersion',
          'state',
          'reason',
          'event',
          'attempts',
          'createdAt',
        ]),
      )
    const [found] = await server.json<object[]>(
      'event',
      'list',
      '--type',
      'quiet',
      '--correlation-id',
      event.id,
    )
    expect(Object.keys(found!)).toEqual(
      expect.arrayContaining(['id', 'source', 'type', 'time', 'correlationid', 'state']),
    )
    const [made] = await server.json<object[]>('artifact', 'list', '--module', 'shout', '--limit', '1')
    expect(Object.keys(made!)).toEqual(expect.arrayContaining(['id', 'path', 'files', 'job', 'createdAt']))
    expect(made).toMatchObject({
      files: [{ path: 'a.txt', digest: expect.stringMatching(/^sha256:/), size: 10 }],
    })
  })

  test('the same list as YAML and as a table', async () => {
    const asYaml = parseYaml((await iteron('job', 'list', '-c', event.id, '-o', 'yaml')).stdout) as object
    expect(asYaml).toEqual(await server.json('job', 'list', '-c', event.id))
    const { stdout } = await iteron('job', 'list', '-c', event.id)
    expect(stdout.split('\n')[0]).toMatch(/^ID +MODULE +STATE/)
  })

  test('a prefix of an id is enough', async () => {
    const job = event.jobs[0]!.id
    expect(await server.json('job', 'get', job.slice(0, 10))).toMatchObject({
      id: job,
      attempts: 1,
      attemptList: [{ state: 'succeeded', exitCode: 0 }],
      artifacts: [artifact],
    })
  })

  test('its log, its reasons, its changes', async () => {
    const job = event.jobs[0]!.id
    expect((await iteron('job', 'logs', job, '-f', '--attempt', '1')).stdout).toBe('shouting\n')
    expect(await server.json('job', 'explain', job)).toMatchObject({
      job: { id: job },
      now: expect.any(String),
    })
    const { stdout } = await iteron('job', 'watch', job, '-o', 'json')
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as Identified).state),
    ).toEqual(['succeeded'])
  })

  test('its file arrives as it was made, and is not overwritten', async () => {
    expect((await iteron('artifact', 'download', artifact, 'loud')).exit).toBe(0)
    expect(readFileSync(path.join(server.folder, 'loud/a.txt'), 'utf8')).toBe('SOME TEXT\n')
    expect((await iteron('artifact', 'download', artifact, 'loud')).exit).toBe(5)
    expect((await iteron('artifact', 'download', artifact, 'loud', '--force')).exit).toBe(0)
    expect((await iteron('artifact', 'download', 'nothing', 'elsewhere')).exit).toBe(4)
    expect(existsSync(path.join(server.folder, 'elsewhere'))).toBe(false)
  })

  test('where it came from, in every format', async () => {
    const graph = await server.json<{ nodes: { kind: string }[] }>('lineage', 'up', `${artifact}:a.txt`)
    expect(new Set(graph.nodes.map(({ kind }) => kind))).toEqual(new Set(['artifact', 'job', 'event']))
    const tree = (await iteron('lineage', 'up', artifact, '-o', 'tree')).stdout
    expect(tree).toMatch(/^artifact .*\n└─ job shout@1/)
    expect((await iteron('lineage', 'down', event.id, '-o', 'dot')).stdout).toMatch(/^digraph lineage \{/)
  })

  test('its trace as Ion gave it', async () => {
    const flow = await server.json<{ context: { documentType: string } }[]>('trace', 'flow', '-c', event.id)
    expect(flow.map(({ context }) => context.documentType)).toEqual(
      expect.arrayContaining(['eventMeta', 'modulelogs']),
    )
    expect(await server.json('trace', 'flow', '--correlationid', 'none')).toEqual([])
    const traces = await server.json<object[]>('trace', 'list', '--correlation-id', event.id)
    expect(traces).toMatchObject([{ correlationid: event.id, jobs: 1 }])
  })

  test('redrive publishes a copy for one module', async () => {
    const copy = await server.json<Identified>('event', 'redrive', event.id, '--module', 'shout')
    expect(copy.id).not.toBe(event.id)
    expect((await iteron('event', 'wait', copy.id, '--timeout', '30')).exit).toBe(0)
  })
})

describe('what fails', () => {
  test('--wait ends with 1 and says which job, why, and what to ask', async () => {
    const { exit, stderr, stdout } = await iteron('event', 'publish', 'doomed', '--wait')
    expect(exit).toBe(1)
    expect(stdout).toMatch(/^\w+\n$/)
    expect(stderr).toMatch(/fail \w+ failed: the module exited with 7/)
    expect(stderr).toContain('iteron job explain')
  })

  test('dead letters: by filter, only told, redriven by the current version, discarded', async () => {
    const failed = await server.json<Identified[]>('dead-letter', 'list', '--module', 'fail')
    expect(failed.length).toBeGreaterThan(0)
    const dry = await server.json('dead-letter', 'redrive', '--module', 'fail', '--dry-run')
    expect(dry).toMatchObject({ done: failed.length, refused: 0 })
    expect((await iteron('dead-letter', 'redrive', failed[0]!.id, '--wait')).exit).toBe(1)
    await iteron('module', 'update', '-n', 'fail', '-m', 'true')
    expect((await iteron('dead-letter', 'redrive', failed[0]!.id, '--wait')).exit).toBe(0)
    expect((await iteron('event', 'publish', 'doomed', '--wait')).exit).toBe(0)
    await iteron('module', 'update', '-n', 'fail', '-m', 'exit 1')
    const again = await iteron('event', 'publish', 'doomed', '--wait', '-o', 'json')
    expect(again.exit).toBe(1)
    expect(JSON.parse(again.stderr)).toMatchObject({ error: { exitCode: 1 } })
    const [letter] = await server.json<Identified[]>('dead-letter', 'list', '--module', 'fail')
    expect((await iteron('dead-letter', 'discard', letter!.id)).exit).toBe(0)
    const discarded = await server.json<Identified[]>('dead-letter', 'list', '--state', 'discarded')
    expect(discarded.map(({ id }) => id)).toContain(letter!.id)
    expect((await iteron('dead-letter', 'discard', letter!.id)).exit).toBe(5)
  })

  test('a wait that takes too long ends with 6; cancelling ends the job', async () => {
    await iteron('module', 'create', '-n', 'slow', '-i', 'slow.in', '-m', 'sleep 600', '--max-exec-mins', '0')
    const { exit, stdout } = await iteron('event', 'publish', 'slow.in', '--wait', '--timeout', '0.5')
    expect(exit).toBe(6)
    const [job] = await server.json<Identified[]>('job', 'list', '--event', stdout.trim())
    expect(await iteron('job', 'cancel', job!.id, '--tree')).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^the tree of the event .* is being cancelled; open: 1 job\n/),
    })
    expect((await iteron('event', 'wait', stdout.trim(), '--timeout', '30')).exit).toBe(1)
    expect(await server.json('job', 'get', job!.id)).toMatchObject({ state: 'cancelled' })
  })

  test.each(['job get', 'event get', 'artifact get', 'module get', 'lineage up', 'dead-letter get'])(
    '%s of what there is not ends with 4',
    async (command) => {
      expect((await iteron(...command.split(' '), 'ffffffffffffffff')).exit).toBe(4)
    },
  )
})
