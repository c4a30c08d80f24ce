import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Gate } from './gate.ts'
import { sharedInstallation } from './installation.ts'
import { IteronProcess } from './iteron-process.ts'
import { processesOf, until } from './processes.ts'
import { raise, split } from './programs.ts'

const LIMIT_MS = 10_000
/** A server looks back several times in this time. */
const WATCHED_MS = 2500

describe('jobs, watched and cancelled', () => {
  const installation = sharedInstallation({ arguments: ['--slots', '4'] })
  let gate: Gate

  beforeAll(() => {
    gate = new Gate(path.join(installation.folder, 'gate'))
  })
  afterAll(() => gate.close())

  function command(...args: string[]): IteronProcess {
    const environment = { ITERON_ENDPOINT: installation.grpc }
    return new IteronProcess(args, { cwd: installation.folder, environment })
  }

  async function running(name: string, script = gate.script) {
    const { client } = installation
    await client.shell(name, script, { subscribes: [name] })
    const key = await client.publish({ type: name })
    const [job] = await client.begun(key)
    await client.hears(job!.id, 'begun')
    return { key, id: job!.id }
  }

  async function gone(job: string): Promise<void> {
    await until('the processes of the job are gone', () => processesOf(job).length === 0, LIMIT_MS)
  }

  test('`job logs -f` shows lines as they come, and ends with the attempt', async () => {
    const { id } = await running('followed', `${gate.script}; echo last`)
    const logs = command('job', 'logs', '-f', id)
    await logs.prints(/^begun\n/, LIMIT_MS)
    gate.release()
    expect(await logs.end(LIMIT_MS)).toMatchObject({ exit: 0, stdout: 'begun\nreleased\nlast\n' })
  })

  test('`job watch` shows a job as it changes, and ends with it', async () => {
    const { id, key } = await running('watched')
    const watch = command('job', 'watch', id)
    await watch.prints(/ running\n/, LIMIT_MS)
    gate.release()
    const { exit, stdout } = await watch.end(LIMIT_MS)
    expect(exit).toBe(0)
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/ succeeded/)
    expect(await installation.client.outcome(key)).toMatchObject({ verdict: 'succeeded' })
  })

  test('a watch of what is open leaves out what ended before it began', async () => {
    const { client } = installation
    await running('ended-before', 'echo begun').then(({ key }) => client.outcome(key))
    const changes = client.connection.stream(
      'jobs',
      'WatchJobs',
      { skipFinal: true },
      { timeoutMs: WATCHED_MS },
    )
    const { id, key } = await running('begun-before')
    const seen = new Set<string>()
    const watched = async () => {
      for await (const { job } of changes) seen.add(job!.id)
    }
    await expect(watched()).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' })
    expect([...seen]).toEqual([id])
    gate.release()
    await client.outcome(key)
  })

  test('a job that runs is cancelled at once, its process ends, nothing of it counts', async () => {
    const { client } = installation
    const { id, key } = await running('cancelled', `echo 1 > out/data/1; setsid sleep 1000 & ${gate.script}`)
    expect(await installation.cli('job', 'cancel', id)).toMatchObject({ exit: 0 })
    expect(await client.outcome(key)).toMatchObject({ verdict: 'failed', jobs: [{ state: 'cancelled' }] })
    await gone(id)
    const job = await client.job(id)
    expect(job.artifacts).toEqual([])
    expect(job.reason).toContain('cancelled')
    await expect(client.call('jobs', 'CancelJob', { job: id })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
    })
  })

  test('a cancelled tree: what waits, what runs, what was to come, and its join', async () => {
    const { client } = installation
    await client.shell('tree-split', split(6, 'tree.part'), {
      subscribes: ['tree'],
      publishes: ['tree.part'],
    })
    const work = `${gate.script}; ${raise('e', 'tree.done')}`
    await client.shell('tree-work', work, { subscribes: ['tree.part'], publishes: ['tree.done'] })
    await client.shell('tree-join', 'true', { join: { root: 'tree', collect: ['tree.done'] } })
    const key = await client.publish({ type: 'tree' })
    const [first] = await client.begun(key)
    const changes = client.connection.stream(
      'jobs',
      'WatchJobs',
      { module: 'tree-work' },
      { timeoutMs: LIMIT_MS },
    )
    for await (const { job } of changes) if (job!.state === 'running') break
    await client.call('jobs', 'CancelJob', { job: first!.id, tree: true, reason: 'enough' })
    const { verdict, jobs } = await client.outcome(key)
    expect(verdict).toBe('failed')
    const states = jobs.map(({ module, state }) => `${module} ${state}`).sort()
    expect(states).toEqual([
      'tree-join cancelled',
      'tree-split succeeded',
      ...Array<string>(6).fill('tree-work cancelled'),
    ])
    expect(
      jobs.filter(({ state }) => state === 'cancelled').every(({ reason }) => reason!.includes('enough')),
    ).toBe(true)
    for (const { id } of jobs) await gone(id)
    expect(await client.call('events', 'GetEvent', { event: key })).toMatchObject({ cancelled: 'enough' })
  })

  test('`job explain` tells what happened to a job', async () => {
    const { client } = installation
    await client.shell('explained', 'exit 3', {
      subscribes: ['explained'],
      retry: { count: 1, backoff: { initial: '10ms' } },
    })
    const { jobs } = await client.run({ type: 'explained' })
    const { exit, stdout } = await installation.cli('job', 'explain', jobs[0]!.id)
    expect(exit).toBe(0)
    expect(stdout).toMatch(/tried again later.*exited with 3/)
    expect(stdout).toMatch(/dead-letter redrive/)
  })
})
