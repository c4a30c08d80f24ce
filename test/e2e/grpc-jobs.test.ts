import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import type { Command } from '../../adapters/memory/executor.ts'
import { collect, createModule, publishAndWait, startBench, type Bench } from './grpc-server.ts'
import { allPages } from './pages.ts'

let bench: Bench

afterEach(async () => {
  const doctor = await collect(bench.connection.stream('server', 'RunDoctor', { verifyFiles: true }))
  await bench.stop()
  expect(doctor).toMatchObject([{ summary: { findings: 0 } }])
})

/** Copies its input files and raises one event with them. */
const copy: Command = async (run) => {
  const { task } = run
  const input = join(task.directory, 'in/data')
  const files = await readdir(input)
  for (const file of files)
    await writeFile(join(task.directory, 'out/data', file), await readFile(join(input, file)))
  await mkdir(join(task.directory, 'out/events'), { recursive: true })
  const event = [
    { key: 'eventType', value: 'copied' },
    { key: 'files', value: files.join(',') },
  ]
  await writeFile(join(task.directory, 'out/events/one.json'), JSON.stringify(event))
  await writeFile(join(task.directory, 'out/insights.json'), JSON.stringify({ copied: files.length }))
  run.print(`copied ${files.length}\n`)
  return 0
}

async function upload(files: Readonly<Record<string, string>>) {
  async function* parts() {
    yield { header: { slot: '', correlationId: '' } }
    for (const [path, text] of Object.entries(files)) {
      yield { file: { path } }
      yield { chunk: Buffer.from(text) }
    }
  }
  return bench.connection.upload('artifacts', 'UploadArtifact', parts())
}

test('an event with a file becomes jobs, an artifact, a log and lineage', async () => {
  bench = await startBench({ commands: { copy } })
  await createModule(bench, {
    name: 'copier',
    subscribes: ['photo'],
    publishes: ['copied'],
    command: ['copy'],
  })
  const artifact = await upload({ 'a.txt': 'hello' })
  const { published, outcome } = await publishAndWait(bench, {
    type: 'photo',
    files: [{ artifact: artifact.id }],
  })
  expect(outcome).toMatchObject({ verdict: 'succeeded', reason: '', jobsTotal: 1, event: published.id })

  const job = await bench.call('jobs', 'GetJob', { job: outcome.jobs[0]!.id.slice(0, 12) })
  expect(job).toMatchObject({
    module: 'copier',
    state: 'succeeded',
    attempts: 1,
    outputEvents: 1,
    event: published.id,
  })
  expect(job.attemptList).toMatchObject([
    { number: 1, state: 'succeeded', insights: [{ key: 'copied', valueJson: '1' }] },
  ])
  expect(job.attemptList[0]!.ledger!.stages.map((stage) => stage.stage)).toContain('module')

  const logs = await collect(bench.connection.stream('jobs', 'GetJobLogs', { job: job.id }))
  expect(logs.flatMap((message) => message.lines.map((line) => line.text))).toEqual(['copied 1'])
  expect(logs[0]!.lines[0]!.atMs).toBeGreaterThan(job.createdAtMs - 1)

  const made = await bench.call('artifacts', 'ListArtifacts', { job: job.id })
  expect(made.artifacts).toMatchObject([
    { id: job.artifacts[0], fileCount: 1, files: [{ path: 'a.txt', size: 5 }] },
  ])
  const up = await bench.call('lineage', 'QueryLineage', {
    subject: `${job.artifacts[0]!}:a.txt`,
    direction: 'up',
  })
  expect(up.nodes.map((node) => node.key)).toEqual(
    expect.arrayContaining([
      `artifact:${job.artifacts[0]!}`,
      `job:${job.id}`,
      `event:${published.key}`,
      `artifact:${artifact.id}`,
    ]),
  )
  expect(up.edges).toContainEqual({
    from: `job:${job.id}`,
    to: `artifact:${job.artifacts[0]!}`,
    kind: 'generated',
  })
  const down = await bench.call('lineage', 'QueryLineage', { subject: artifact.id, direction: 'down' })
  expect(down.nodes.map((node) => node.kind)).toEqual(expect.arrayContaining(['artifact', 'job', 'event']))
  expect(bench.faults).toEqual([])
})

test('an unknown event is not waited for', async () => {
  bench = await startBench()
  const waited = collect(
    bench.connection.stream('events', 'WaitEvent', { event: 'nothing' }, { timeoutMs: 10_000 }),
  )
  await expect(waited).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'there is no event "nothing"' })
})

test('a running job is watched, its log followed, and it is cancelled', async () => {
  let started: () => void = () => undefined
  const running = new Promise<void>((resolve) => {
    started = resolve
  })
  const block: Command = async (run) => {
    run.print('working\n')
    started()
    await new Promise((resolve) => run.signal.addEventListener('abort', resolve, { once: true }))
    return 1
  }
  bench = await startBench({ commands: { block } })
  await createModule(bench, { name: 'slow', subscribes: ['task'], command: ['block'] })
  await bench.call('events', 'PublishEvents', { events: [{ type: 'task' }] })
  await running
  const [job] = (await bench.call('jobs', 'ListJobs', { module: 'slow' })).jobs
  const { attemptList } = await bench.call('jobs', 'GetJob', { job: job!.id })
  expect(attemptList).toMatchObject([{ number: 1, state: 'running' }])

  const log = bench.connection.stream('jobs', 'GetJobLogs', { job: job!.id, follow: true })
  expect((await log.next()).value).toMatchObject({ attempt: 1, lines: [{ text: 'working' }] })
  const watch = collect(bench.connection.stream('jobs', 'WatchJobs', { module: 'slow', untilFinal: true }))
  const cancelled = await bench.call('jobs', 'CancelJob', { job: job!.id, reason: 'enough' })
  expect(cancelled.job).toMatchObject({ state: 'cancelled', reason: 'enough' })
  expect((await watch).at(-1)!.job).toMatchObject({ state: 'cancelled' })
  expect(await collect(log)).toEqual([])
  await expect(bench.call('jobs', 'CancelJob', { job: job!.id })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
  })
})

test('a followed log goes on with the next attempts, one of a named attempt does not', async () => {
  bench = await startBench({
    commands: {
      flaky: (run) => {
        run.print('tried\n')
        return 1
      },
    },
  })
  const retry = { count: 2, backoff: { initial: '50ms' } }
  await createModule(bench, { name: 'flaky', subscribes: ['task'], command: ['flaky'], retry })
  await bench.call('modules', 'PauseModule', { module: 'flaky' })
  await bench.call('events', 'PublishEvents', { events: [{ type: 'task' }] })
  const watch = bench.connection.stream('jobs', 'WatchJobs', { module: 'flaky' }, { timeoutMs: 10_000 })
  const { job } = (await watch.next()).value!
  await watch.return()
  const follow = (attempt: number) =>
    collect(
      bench.connection.stream(
        'jobs',
        'GetJobLogs',
        { job: job!.id, follow: true, attempt },
        { timeoutMs: 10_000 },
      ),
    )
  const logs = Promise.all([follow(0), follow(2)])
  await bench.call('modules', 'ResumeModule', { module: 'flaky' })
  const [all, second] = await logs
  expect(all.map(({ attempt, lines }) => [attempt, lines.map(({ text }) => text)])).toEqual([
    [1, ['tried']],
    [2, ['tried']],
    [3, ['tried']],
  ])
  expect(second.map(({ attempt }) => attempt)).toEqual([2])
})

test('wrong arguments are named', async () => {
  bench = await startBench({ dispatcher: false })
  const refused: [() => Promise<unknown>, string, string][] = [
    [() => bench.call('jobs', 'ListJobs', { states: ['done'] }), 'INVALID_ARGUMENT', 'no job state "done"'],
    [() => bench.call('jobs', 'ListJobs', { pageSize: -1 }), 'INVALID_ARGUMENT', 'page_size -1'],
    [() => bench.call('jobs', 'ListJobs', { module: 'none' }), 'NOT_FOUND', 'no module "none"'],
    [() => bench.call('jobs', 'GetJob', { job: '' }), 'NOT_FOUND', 'no job ""'],
    [
      () => bench.call('deadLetters', 'RedriveDeadLetters', {}),
      'INVALID_ARGUMENT',
      'neither ids nor a filter',
    ],
    [
      () => bench.call('deadLetters', 'ListDeadLetters', { filter: { state: 'lost' } }),
      'INVALID_ARGUMENT',
      'never "lost"',
    ],
    [
      () => bench.call('deadLetters', 'ListDeadLetters', { pageToken: '%%%' }),
      'INVALID_ARGUMENT',
      'page_token',
    ],
    [() => collect(bench.connection.stream('jobs', 'GetJobLogs', { job: 'x' })), 'NOT_FOUND', 'no job "x"'],
  ]
  for (const [call, code, message] of refused) {
    await expect(call()).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  }
  expect(bench.faults).toEqual([])
})

test('what another process writes is seen all the same, a little later', async () => {
  bench = await startBench({ commands: { work: () => 0 }, deaf: true })
  await createModule(bench, { name: 'worker', subscribes: ['task'], command: ['work'] })
  const watch = bench.connection.stream('jobs', 'WatchJobs', { module: 'worker' }, { timeoutMs: 10_000 })
  const seen = (async () => {
    for await (const { job } of watch) if (job!.state === 'succeeded') return job!
    return undefined
  })()
  const { outcome } = await publishAndWait(bench, { type: 'task' })
  expect(outcome).toMatchObject({ verdict: 'succeeded', jobsTotal: 1 })
  expect((await seen)!.id).toBe(outcome.jobs[0]!.id)
})

test('lineage is paged, asked by digest, and an unclear beginning of an id is refused', async () => {
  bench = await startBench({ commands: { copy } })
  await createModule(bench, {
    name: 'copier',
    subscribes: ['photo'],
    publishes: ['copied'],
    command: ['copy'],
  })
  const artifact = await upload({ 'a.txt': 'hello' })
  const { outcome } = await publishAndWait(bench, { type: 'photo', files: [{ artifact: artifact.id }] })
  const { digest } = artifact.files[0]!
  const byDigest = await bench.call('lineage', 'QueryLineage', { subject: digest, direction: 'up' })
  expect(byDigest.nodes.filter((node) => node.depth === 0)).toHaveLength(2)
  expect(byDigest.nodes[0]!.attributes['file']).toBe('a.txt')

  const whole = await bench.call('lineage', 'QueryLineage', { subject: artifact.id, direction: 'down' })
  const request = { subject: artifact.id, direction: 'down', pageSize: 2 } as const
  const pages = await allPages(
    (pageToken) => bench.call('lineage', 'QueryLineage', { ...request, pageToken }),
    (page) => [page],
  )
  const keys = pages.flatMap((page) => page.nodes.map((node) => node.key))
  expect(keys).toEqual(whole.nodes.map((node) => node.key))
  expect(pages.flatMap((page) => page.edges)).toEqual(whole.edges)
  expect(new Set(keys).size).toBe(keys.length)
  const near = await bench.call('lineage', 'QueryLineage', {
    subject: artifact.id,
    direction: 'down',
    depth: 1,
  })
  expect(near.nodes.every((node) => node.depth <= 1)).toBe(true)
  expect(near.nodes.length).toBeLessThan(whole.nodes.length)
  expect(whole.nodes.map((node) => node.key)).toContain(`job:${outcome.jobs[0]!.id}`)

  const refused: [object, string][] = [
    [{ subject: 'nothing', direction: 'up' }, 'NOT_FOUND'],
    [{ subject: `sha256:${'0'.repeat(64)}`, direction: 'up' }, 'NOT_FOUND'],
    [{ subject: `${artifact.id}:b.txt`, direction: 'up' }, 'NOT_FOUND'],
    [{ subject: artifact.id, direction: 'sideways' }, 'INVALID_ARGUMENT'],
    [{ subject: '', direction: 'up' }, 'INVALID_ARGUMENT'],
  ]
  for (const [request, code] of refused) {
    await expect(bench.call('lineage', 'QueryLineage', request)).rejects.toMatchObject({ code })
  }
})

test('an artifact that a waiting job needs is not deleted', async () => {
  bench = await startBench({ commands: { copy } })
  await createModule(bench, {
    name: 'copier',
    subscribes: ['photo'],
    publishes: ['copied'],
    command: ['copy'],
  })
  await bench.call('modules', 'PauseModule', { module: 'copier' })
  const artifact = await upload({ 'a.txt': 'hello' })
  const { events } = await bench.call('events', 'PublishEvents', {
    events: [{ type: 'photo', files: [{ artifact: artifact.id }] }],
  })
  const watch = bench.connection.stream('jobs', 'WatchJobs', { module: 'copier' }, { timeoutMs: 10_000 })
  const { job } = (await watch.next()).value!
  await watch.return()
  expect(job!.eventKey).toBe(events[0]!.key)
  await expect(bench.call('artifacts', 'DeleteArtifact', { artifact: artifact.id })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: `the artifact ${artifact.id} is needed by the job ${job!.id}, which is queued`,
  })
  const cancelling = await bench.call('jobs', 'CancelJob', { job: job!.id, tree: true })
  expect(cancelling).toMatchObject({ root: events[0]!.key, cancelled: 1 })
  await collect(
    bench.connection.stream(
      'jobs',
      'WatchJobs',
      { jobs: [job!.id], untilFinal: true },
      { timeoutMs: 10_000 },
    ),
  )
  expect(
    (await bench.call('artifacts', 'DeleteArtifact', { artifact: artifact.id })).deletedAtMs,
  ).toBeGreaterThan(0)
})
