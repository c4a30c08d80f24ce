import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import type { Command } from '../../adapters/memory/executor.ts'
import { collect, createModule, publishAndWait, startBench, type Bench } from './grpc-server.ts'
import { allPages } from './pages.ts'

let bench: Bench

afterEach(async () => {
  await bench.stop()
})

/** Raises an event `done`, and reports one insight. */
const raise: Command = async (run) => {
  const { task } = run
  await mkdir(join(task.directory, 'out/events'), { recursive: true })
  await writeFile(
    join(task.directory, 'out/events/a.json'),
    JSON.stringify({ type: 'done', data: { n: 1, text: 'x' } }),
  )
  await writeFile(join(task.directory, 'out/insights.json'), JSON.stringify({ score: 0.5 }))
  run.print('done\n')
  return 0
}

test('an event is published, listed, read with its data and routes, and what it raised is found by its module', async () => {
  bench = await startBench({ commands: { raise } })
  await createModule(bench, {
    name: 'raiser',
    subscribes: ['start'],
    publishes: ['done'],
    command: ['raise'],
  })
  const { published, outcome } = await publishAndWait(bench, {
    type: 'start',
    id: 'e1',
    correlationId: 'trace-1',
    dataJson: '{"user":"ann","n":3}',
  })
  expect(published).toMatchObject({
    id: 'e1',
    source: 'iteron-client',
    correlationId: 'trace-1',
    modules: ['raiser'],
  })
  expect(outcome).toMatchObject({ verdict: 'succeeded', jobsTotal: 1 })

  const event = await bench.call('events', 'GetEvent', { event: 'e1' })
  expect(event).toMatchObject({
    state: 'handled',
    jobs: 1,
    routes: [{ name: 'raiser', wanted: true, join: false }],
  })
  expect(JSON.parse(event.dataJson!)).toEqual({ user: 'ann', n: 3 })

  const { events } = await bench.call('events', 'ListEvents', { correlationId: 'trace-1' })
  expect(events.map((one) => one.type)).toEqual(['done', 'start'])
  expect(events[0]).toMatchObject({ causationId: 'e1', job: outcome.jobs[0]!.id, root: event.key })
  expect(events[0]).not.toHaveProperty('dataJson')
  const raised = await bench.call('events', 'ListEvents', { module: 'raiser' })
  expect(raised.events.map((one) => one.type)).toEqual(['done'])
  const done = await bench.call('events', 'GetEvent', { event: events[0]!.id })
  expect(done.reason).toBe('no module takes this type')
})

test('a trace is listed, and its flow has the documents of Ion, in time order', async () => {
  bench = await startBench({ commands: { raise } })
  await createModule(bench, {
    name: 'raiser',
    subscribes: ['start'],
    publishes: ['done'],
    command: ['raise'],
  })
  const { outcome } = await publishAndWait(bench, {
    type: 'start',
    id: 'e1',
    correlationId: 't',
    dataJson: '{"n":3}',
  })
  const { traces } = await bench.call('traces', 'ListTraces', {})
  expect(traces).toMatchObject([
    { correlationId: 't', event: 'e1', type: 'start', events: 2, jobs: 1, jobsByState: { succeeded: 1 } },
  ])

  const flow = JSON.parse((await bench.call('ionTraces', 'GetFlow', { correlationID: 't' })).flowJSON) as {
    _id: string
    context: Record<string, string>
  }[]
  expect(flow.map((one) => one.context['documentType'])).toEqual(
    expect.arrayContaining(['eventMeta', 'eventMeta', 'insight', 'modulelogs']),
  )
  expect(flow[0]).toMatchObject({
    _id: 'e1',
    context: { eventId: 'e1', correlationId: 't', parentEventId: '' },
    data: [{ key: 'n', value: '3' }],
  })
  const logs = flow.find((one) => one.context['documentType'] === 'modulelogs')
  expect(logs).toMatchObject({
    _id: 'module:raiser-event:e1-attempt:1',
    succeeded: true,
    logs: `iteron:job/${outcome.jobs[0]!.id}/attempt/1`,
    context: { name: 'raiser', eventId: 'e1' },
  })
  const insight = flow.find((one) => one.context['documentType'] === 'insight')
  expect(insight).toMatchObject({ data: [{ key: 'score', value: '0.5' }] })

  const paged = await allPages(
    (pageToken) => bench.call('traces', 'ListFlow', { correlationId: 't', pageSize: 1, pageToken }),
    (page) => page.documentsJson,
  )
  expect(paged.map((one) => (JSON.parse(one) as { _id: string })._id).sort()).toEqual(
    flow.map((one) => one._id).sort(),
  )
  expect((await bench.call('ionTraces', 'GetFlow', { correlationID: 'nothing' })).flowJSON).toBe('[]')
})

test('a flow that is too large for one message is refused, naming the paged call', async () => {
  bench = await startBench()
  const dataJson = JSON.stringify({ text: 'x'.repeat(60_000) })
  await bench.call('events', 'PublishEvents', {
    events: Array.from({ length: 80 }, (_, n) => ({
      type: 'big',
      id: `big-${n}`,
      correlationId: 'big',
      dataJson,
    })),
  })
  await collect(bench.connection.stream('events', 'WaitEvent', { event: 'big-79' }, { timeoutMs: 10_000 }))
  await expect(bench.call('ionTraces', 'GetFlow', { correlationID: 'big' })).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    message: expect.stringContaining('iteron.v1.TraceService/ListFlow'),
  })
})

test('what waits on the bus can be looked at and stays', async () => {
  bench = await startBench({ dispatcher: false })
  await bench.call('events', 'PublishEvents', {
    events: [
      { type: 'a', id: '1' },
      { type: 'b', id: '2' },
      { type: 'a', id: '3' },
    ],
  })
  for (const _again of [1, 2]) {
    const { eventsJson } = await bench.call('events', 'PeekEvents', { type: 'a' })
    expect(eventsJson.map((json) => (JSON.parse(json) as { id: string }).id)).toEqual(['1', '3'])
  }
  expect((await bench.call('events', 'PeekEvents', { limit: 1 })).eventsJson).toHaveLength(1)
})

test('events that can not be published are refused, and none of the call is', async () => {
  bench = await startBench({ dispatcher: false })
  const refused: [object, string, string][] = [
    [{ type: '' }, 'INVALID_ARGUMENT', 'type'],
    [{ type: 'a', dataJson: '[1]' }, 'INVALID_ARGUMENT', 'data_json is not a JSON object'],
    [{ type: 'a', time: 'yesterday' }, 'INVALID_ARGUMENT', 'time'],
    [{ type: 'a', source: 'iteron:test/worker' }, 'INVALID_ARGUMENT', "this installation's own"],
    [{ type: 'a', files: [{ artifact: 'none' }] }, 'NOT_FOUND', 'no artifact "none"'],
    [
      { type: 'a', dataJson: JSON.stringify({ text: 'x'.repeat(200_000) }) },
      'INVALID_ARGUMENT',
      'more than 131072',
    ],
  ]
  for (const [event, code, message] of refused) {
    const call = bench.call('events', 'PublishEvents', { events: [{ type: 'good' }, event] })
    await expect(call).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  }
  await expect(bench.call('events', 'PublishEvents', { events: [] })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  })
  expect((await bench.call('events', 'PeekEvents', {})).eventsJson).toEqual([])
})

test('an old event is redriven for a module that came later, as a root of its own', async () => {
  bench = await startBench({ commands: { raise } })
  const first = await publishAndWait(bench, { type: 'start', id: 'old' })
  expect(first.outcome).toMatchObject({
    verdict: 'succeeded',
    jobsTotal: 0,
    reason: 'no module takes this type',
  })
  await createModule(bench, {
    name: 'raiser',
    subscribes: ['start'],
    publishes: ['done'],
    command: ['raise'],
  })
  await createModule(bench, { name: 'other', subscribes: ['start'], command: ['raise'] })
  await createModule(bench, { name: 'deaf', subscribes: ['else'], command: ['raise'] })

  const { event } = await bench.call('events', 'RedriveEvent', { event: 'old', module: 'raiser' })
  const waited = await collect(
    bench.connection.stream('events', 'WaitEvent', { event: event!.key }, { timeoutMs: 10_000 }),
  )
  expect(waited.at(-1)!.outcome).toMatchObject({
    verdict: 'succeeded',
    jobs: [{ module: 'raiser' }],
    jobsTotal: 1,
  })
  const copy = await bench.call('events', 'GetEvent', { event: event!.key })
  expect(copy).toMatchObject({ redriveOf: first.published.key, root: copy.key })
  expect(copy.id).not.toBe('old')
  await expect(bench.call('events', 'RedriveEvent', { event: 'old', module: 'deaf' })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: expect.stringContaining("doesn't take events of the type start"),
  })
})

test('a call that nobody waits for ends its work', async () => {
  bench = await startBench({
    commands: {
      block: ({ signal }) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(0), { once: true })),
    },
  })
  await createModule(bench, { name: 'slow', subscribes: ['start'], command: ['block'] })
  const { events } = await bench.call('events', 'PublishEvents', { events: [{ type: 'start' }] })
  const wait = collect(
    bench.connection.stream('events', 'WaitEvent', { event: events[0]!.key }, { timeoutMs: 300 }),
  )
  await expect(wait).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  const leave = new AbortController()
  const left = collect(
    bench.connection.stream('jobs', 'WatchJobs', { module: 'slow' }, { signal: leave.signal }),
  )
  leave.abort()
  await expect(left).rejects.toMatchObject({ code: 'CANCELLED' })
})
