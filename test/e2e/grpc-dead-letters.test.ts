import { afterEach, expect, test } from '@jest/globals'
import type { Command } from '../../adapters/memory/executor.ts'
import { collect, createModule, publishAndWait, startBench, stopSound, type Bench } from './grpc-server.ts'

let bench: Bench

afterEach(() => stopSound(bench))

const fail: Command = (run) => {
  run.print('this went wrong\n')
  return 3
}

test('a failed job is a dead letter: explained, redriven after the mend, discarded', async () => {
  let mended = false
  bench = await startBench({ commands: { work: (run) => (mended ? 0 : fail(run)) } })
  await createModule(bench, { name: 'worker', subscribes: ['task'], command: ['work'], retry: { count: 0 } })
  const { outcome } = await publishAndWait(bench, { type: 'task' })
  expect(outcome.verdict).toBe('failed')
  expect(outcome.reason).toBe('of 1 jobs 1 failed')
  const job = outcome.jobs[0]!
  expect(job).toMatchObject({ state: 'failed', failure: { class: 'exit', exitCode: 3 } })

  const { deadLetters } = await bench.call('deadLetters', 'ListDeadLetters', {})
  expect(deadLetters).toMatchObject([{ id: job.id, kind: 'job', state: 'failed', module: 'worker' }])
  const explained = await bench.call('jobs', 'ExplainJob', { job: job.id })
  expect(explained.now).toContain('its tries are spent')
  expect(explained.reasons.length).toBeGreaterThan(0)

  const dry = await bench.call('deadLetters', 'RedriveDeadLetters', { filter: {}, dryRun: true })
  expect(dry).toMatchObject({ done: 1, refused: 0, results: [{ id: job.id, done: true, root: job.root }] })
  expect((await bench.call('jobs', 'GetJob', { job: job.id })).state).toBe('failed')

  mended = true
  await bench.call('deadLetters', 'RedriveDeadLetters', { deadLetters: [job.id.slice(0, 10)] })
  const watched = await collect(
    bench.connection.stream('jobs', 'WatchJobs', { jobs: [job.id], untilFinal: true }, { timeoutMs: 10_000 }),
  )
  expect(watched.at(-1)!.job).toMatchObject({ state: 'succeeded', attempts: 2 })
  const again = await bench
    .call('deadLetters', 'RedriveDeadLetters', { deadLetters: [job.id] })
    .catch((error: unknown) => error)
  expect(again).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('no dead letter') })
})

test('discarded ones stay to be seen', async () => {
  bench = await startBench({ commands: { fail } })
  await createModule(bench, { name: 'worker', subscribes: ['task'], command: ['fail'], retry: { count: 0 } })
  const { outcome } = await publishAndWait(bench, { type: 'task' })
  const discarded = await bench.call('deadLetters', 'DiscardDeadLetters', {
    filter: { module: 'worker' },
    reason: 'not needed',
  })
  expect(discarded).toMatchObject({ done: 1, refused: 0 })
  expect((await bench.call('deadLetters', 'ListDeadLetters', {})).deadLetters).toEqual([])
  const { deadLetters } = await bench.call('deadLetters', 'ListDeadLetters', {
    filter: { state: 'discarded' },
  })
  expect(deadLetters).toMatchObject([{ id: outcome.jobs[0]!.id, state: 'discarded' }])
})

test('a job of a deleted module stays a dead letter, whoever redrives it', async () => {
  bench = await startBench({ commands: { fail } })
  const { id } = await createModule(bench, {
    name: 'worker',
    subscribes: ['task'],
    command: ['fail'],
    retry: { count: 0 },
  })
  const { outcome } = await publishAndWait(bench, { type: 'task' })
  await bench.call('modules', 'DeleteModule', { module: 'worker' })
  for (const dryRun of [true, false]) {
    const answer = await bench.call('deadLetters', 'RedriveDeadLetters', { filter: {}, dryRun })
    expect(answer).toMatchObject({ done: 0, refused: 1 })
    expect(answer.results[0]!.reason).toContain('is deleted; `iteron event redrive')
  }
  const job = await bench.call('jobs', 'GetJob', { job: outcome.jobs[0]!.id })
  expect(job.state).toBe('failed')
  const { jobs } = await bench.call('jobs', 'ListJobs', { module: id })
  expect(jobs).toMatchObject([{ id: job.id }])
  const { deadLetters } = await bench.call('deadLetters', 'ListDeadLetters', { filter: { module: id } })
  expect(deadLetters).toMatchObject([{ id: job.id }])
})

test('a message that can not be taken is a dead letter, and who waits for it is told', async () => {
  bench = await startBench()
  await bench.context.bus.ensureTopics(['photo'], bench.context.group)
  await bench.context.bus.publish([
    {
      specversion: '1.0',
      id: 'bad',
      source: 'outside',
      type: 'photo',
      data: { files: [{ path: '../x', artifact: 'none' }], text: 'x'.repeat(100_000) },
    },
  ])
  const waited = await collect(
    bench.connection.stream('events', 'WaitEvent', { event: 'bad' }, { timeoutMs: 10_000 }),
  )
  expect(waited.at(-1)!.outcome).toMatchObject({
    verdict: 'failed',
    event: 'bad',
    reason: expect.stringContaining('refused'),
  })
  const { deadLetters } = await bench.call('deadLetters', 'ListDeadLetters', { filter: { kind: 'message' } })
  expect(deadLetters).toMatchObject([{ kind: 'message', event: 'bad', type: 'photo' }])
  const one = await bench.call('deadLetters', 'GetDeadLetter', { deadLetter: deadLetters[0]!.id })
  expect(one.message).toMatch(/"id":"bad"/)
  await bench.call('deadLetters', 'DiscardDeadLetters', { deadLetters: [one.id], reason: 'a typo' })
  expect((await bench.call('deadLetters', 'ListDeadLetters', {})).deadLetters).toEqual([])

  const discarded = { ...one, state: 'discarded', reason: `${one.reason} (a typo)` }
  const listed = await bench.call('deadLetters', 'ListDeadLetters', { filter: { state: 'discarded' } })
  expect(listed.deadLetters).toEqual([discarded])
  expect(await bench.call('deadLetters', 'GetDeadLetter', { deadLetter: one.id })).toEqual(discarded)
  const other = { state: 'discarded', type: 'video' }
  expect((await bench.call('deadLetters', 'ListDeadLetters', { filter: other })).deadLetters).toEqual([])
  for (const method of ['RedriveDeadLetters', 'DiscardDeadLetters'] as const)
    for (const dryRun of [true, false])
      expect(await bench.call('deadLetters', method, { deadLetters: [one.id], dryRun })).toMatchObject({
        done: 0,
        results: [{ id: one.id, reason: `the message ${one.id} is discarded` }],
      })
})
