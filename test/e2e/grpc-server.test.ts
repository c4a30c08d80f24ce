import { once } from 'node:events'
import { connect } from 'node:net'
import { credentials, Metadata, Client } from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'
import { protoPath } from 'grpc-health-check'
import { afterEach, expect, test } from '@jest/globals'
import type { Command } from '../../adapters/memory/executor.ts'
import { Connection } from '../../proto/client.ts'
import { collect, createModule, publishAndWait, startBench, type Bench } from './grpc-server.ts'

let bench: Bench | undefined

afterEach(async () => {
  await bench?.stop()
  bench = undefined
})

test('statistics and status say what was done, and the doctor finds nothing', async () => {
  const fail: Command = (run) => {
    run.print('no\n')
    return 1
  }
  bench = await startBench({ commands: { work: () => 0, fail } })
  await createModule(bench, { name: 'good', subscribes: ['a'], command: ['work'] })
  await createModule(bench, { name: 'bad', subscribes: ['b'], command: ['fail'], retry: { count: 0 } })
  await publishAndWait(bench, { type: 'a' })
  await publishAndWait(bench, { type: 'a' })
  await publishAndWait(bench, { type: 'b' })

  const statistics = await bench.call('server', 'GetStatistics', {})
  expect(statistics).toMatchObject({
    queueDepth: 0,
    inProgress: 0,
    deadLetterJobs: 1,
    deadLetterMessages: 0,
    events: 3,
    jobsByState: { succeeded: 2, failed: 1 },
  })
  expect(statistics.lastEventAtMs).toBeGreaterThan(Date.now() - 60_000)
  const good = statistics.modules.find((module) => module.name === 'good')!
  expect(good).toMatchObject({ jobsByState: { succeeded: 2 }, samples: 2 })
  expect(good.minMs).toBeLessThanOrEqual(good.avgMs)
  expect(good.avgMs).toBeLessThanOrEqual(good.maxMs)
  const bad = await bench.call('server', 'GetStatistics', { module: 'bad' })
  expect(bad.modules).toMatchObject([{ name: 'bad', samples: 0, jobsByState: { failed: 1 } }])

  await bench.call('modules', 'PauseModule', { module: 'good' })
  await bench.call('events', 'PublishEvents', { events: [{ type: 'a', id: 'late' }] })
  const watch = bench.connection.stream(
    'jobs',
    'WatchJobs',
    { module: 'good', skipFinal: true },
    { timeoutMs: 10_000 },
  )
  for await (const { job } of watch) if (job!.event === 'late') break
  const status = await bench.call('server', 'GetStatus', {})
  expect(status).toMatchObject({
    waiting: [{ module: 'good', state: 'queued', reason: expect.stringContaining('is paused') }],
    failed: [{ module: 'bad', reason: expect.stringContaining('exited with 1') }],
    waitingTotal: 1,
    failedTotal: 1,
    pausedModules: ['good'],
  })
  expect(status.warnings).toContainEqual(expect.stringContaining('1 job has failed'))
  const doctor = await collect(bench.connection.stream('server', 'RunDoctor', { verifyFiles: true }))
  expect(doctor).toMatchObject([{ summary: { findings: 0 } }])
  expect(doctor[0]!.summary!.documents).toBeGreaterThan(5)
})

test('the doctor finds what is broken', async () => {
  bench = await startBench({ commands: { work: () => 0 } })
  const module = await createModule(bench, { name: 'good', subscribes: ['a'], command: ['work'] })
  const { outcome } = await publishAndWait(bench, { type: 'a', id: 'e' })
  const job = outcome.jobs[0]!
  const { store } = bench.context.catalog.context
  await store.batch([
    { kind: 'delete', collection: 'events', id: job.eventKey },
    { kind: 'delete', collection: 'moduleVersions', id: `${module.id}@1` },
    {
      kind: 'insert',
      collection: 'used',
      document: { id: 'x', job: job.id, attempt: 1, artifact: 'gone', event: job.eventKey } as never,
    },
    { kind: 'update', collection: 'jobs', id: job.id, change: { set: { children: 2, token: 'old' } } },
  ])
  const doctor = await collect(bench.connection.stream('server', 'RunDoctor', {}))
  const findings = doctor.flatMap((message) =>
    message.finding === null ? [] : [`${message.finding.subject}: ${message.finding.message}`],
  )
  expect(findings).toEqual([
    `${job.id}: it is not at work and still has a fencing token`,
    `${job.id}: its event ${job.eventKey} is not there`,
    `${job.id}: it committed 2 events, and 0 are there`,
    'x: it leads to the artifact gone, which is not there',
    `x: its event ${job.eventKey} is not there`,
    `${module.id}: its version 1 is not recorded`,
  ])
  expect(doctor.at(-1)).toMatchObject({ summary: { findings: 6 } })
})

test('the health service says that it serves', async () => {
  bench = await startBench({ dispatcher: false })
  const { requestSerialize, responseDeserialize, path } = (
    loadSync(protoPath)['grpc.health.v1.Health'] as unknown as Record<string, never>
  )['Check'] as never as { requestSerialize: never; responseDeserialize: never; path: string }
  const client = new Client(bench.server.address ?? '', credentials.createInsecure())
  const check = (service: string) =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        { service },
        new Metadata(),
        (error, answer) => {
          if (error === null) resolve(answer)
          else reject(error)
        },
      )
    })
  expect(await check('')).toEqual({ status: 1 })
  expect(await check('ModuleService')).toEqual({ status: 1 })
  await expect(check('Nobody')).rejects.toMatchObject({ code: 5 })
  client.close()
})

test('a server that stops ends what follows, with the reason, and then refuses', async () => {
  bench = await startBench({ dispatcher: false })
  const watch = collect(bench.connection.stream('jobs', 'WatchJobs', {}))
  await bench.context.bus.ensureTopics(['a'], bench.context.group)
  await bench.call('events', 'PublishEvents', { events: [{ type: 'a', id: 'never-routed' }] })
  const wait = collect(bench.connection.stream('events', 'WaitEvent', { event: 'never-routed' }))
  const ended = Promise.allSettled([watch, wait])
  await bench.call('server', 'GetServerInfo', {})
  const before = performance.now()
  await bench.server.stop()
  expect(performance.now() - before).toBeLessThan(1500)
  for (const one of await ended) {
    expect(one).toMatchObject({
      status: 'rejected',
      reason: { code: 'UNAVAILABLE', message: 'the server is stopping' },
    })
  }
  await bench.server.stop()
  const late = new Connection(bench.server.address ?? '', credentials.createInsecure())
  await expect(late.unary('server', 'GetServerInfo', {}, { timeoutMs: 2000 })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  })
  late.close()
})

test('a download that nobody reads does not keep the server from stopping', async () => {
  bench = await startBench({ dispatcher: false, stopGraceMs: 200 })
  async function* parts() {
    yield { header: { slot: '', correlationId: '' } }
    yield { file: { path: 'large' } }
    for (let n = 0; n < 20; n += 1) yield { chunk: Buffer.alloc(1024 * 1024, n) }
  }
  const artifact = await bench.connection.upload('artifacts', 'UploadArtifact', parts())
  const stream = bench.connection.stream('artifacts', 'DownloadArtifact', { artifact: artifact.id })
  await stream.next()
  const before = performance.now()
  await bench.server.stop()
  expect(performance.now() - before).toBeLessThan(2000)
  await expect(collect(stream)).rejects.toMatchObject({ name: 'RemoteError' })
})

test('an address that is taken is UNAVAILABLE, with what to do', async () => {
  bench = await startBench({ dispatcher: false })
  const address = bench.server.address ?? ''
  await expect(startBench({ dispatcher: false, address })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining(`can't listen at ${address}`),
    hint: expect.stringContaining('port 0'),
  })
})

test('a connection whose client went in the middle of a call is ended', async () => {
  bench = await startBench({ keepaliveMs: 50 })
  const [host, port] = (bench.server.address ?? '').split(':')
  const socket = connect(Number(port), host)
  const settings = '000000040000000000'
  // a POST to /x whose stream stays open
  const headers = '00000d010400000001838600043a70617468022f78'
  socket.write(
    Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.from(settings + headers, 'hex')]),
  )
  socket.end()
  socket.resume()
  await once(socket, 'close')
})
