import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import type { Command } from '../../adapters/memory/executor.ts'
import { collect, createModule, publishAndWait, startBench, stopSound, type Bench } from './grpc-server.ts'
import { allPages } from './pages.ts'

let bench: Bench

afterEach(() => stopSound(bench))

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

/** With a module that copies photos. */
async function startCopier(): Promise<void> {
  bench = await startBench({ commands: { copy } })
  await createModule(bench, {
    name: 'copier',
    subscribes: ['photo'],
    publishes: ['copied'],
    command: ['copy'],
  })
}

test('an event with a file becomes jobs, an artifact, a log and lineage', async () => {
  await startCopier()
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

test('lineage is paged, asked by digest, and an unclear beginning of an id is refused', async () => {
  await startCopier()
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
  await startCopier()
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
