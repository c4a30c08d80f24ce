import { afterEach, expect, test } from '@jest/globals'
import type { Command } from '../../adapters/memory/executor.ts'
import { collect, createModule, publishAndWait, startBench, stopSound, type Bench } from './grpc-server.ts'

let bench: Bench

afterEach(() => stopSound(bench))

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
