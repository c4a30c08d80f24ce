import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Client, Job } from './client.ts'
import { Gate } from './gate.ts'
import { sharedInstallation } from './installation.ts'

describe('modules under control', () => {
  const installation = sharedInstallation({ arguments: ['--slots', '4'] })

  async function withGate(name: string, run: (gate: Gate) => Promise<void>): Promise<void> {
    const gate = new Gate(path.join(installation.folder, name))
    try {
      await run(gate)
    } finally {
      gate.close()
    }
  }

  /** The most jobs that were in their module stage at once. */
  async function mostAtOnce(client: Client, ids: readonly string[]): Promise<number> {
    const jobs = await Promise.all(ids.map((id) => client.job(id)))
    const spans = jobs.map(moduleTime)
    return Math.max(
      ...spans.map(({ from }) => spans.filter((one) => one.from <= from && from < one.to).length),
    )
  }

  function moduleTime({ attemptList }: Job): { from: number; to: number } {
    const stage = attemptList[0]!.ledger!.stages.find((one) => one.stage === 'module')!
    return { from: stage.fromMs, to: stage.toMs }
  }

  async function runMany(type: string, count: number): Promise<string[]> {
    const { client } = installation
    const events = Array.from({ length: count }, () => ({ type }))
    const published = await client.call('events', 'PublishEvents', { events })
    const outcomes = await Promise.all(published.events.map(({ key }) => client.outcome(key)))
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(Array(count).fill('succeeded'))
    return outcomes.flatMap(({ jobs }) => jobs.map(({ id }) => id))
  }

  test('never more jobs of a module at once than its concurrency', async () => {
    await installation.client.shell('narrow', 'sleep 0.1', { subscribes: ['narrow'], concurrency: 2 })
    expect(await mostAtOnce(installation.client, await runMany('narrow', 7))).toBe(2)
  })

  test('never more jobs at once than slots', async () => {
    await installation.client.shell('wide-1', 'sleep 0.1', { subscribes: ['wide'] })
    await installation.client.shell('wide-2', 'sleep 0.1', { subscribes: ['wide'] })
    expect(await mostAtOnce(installation.client, await runMany('wide', 6))).toBe(4)
  })

  test('a saturated module does not hold up others', async () => {
    const { client } = installation
    await withGate('saturated', async (gate) => {
      await client.shell('saturated', gate.script, { subscribes: ['saturated'], concurrency: 1 })
      await client.shell('beside', 'true', { subscribes: ['beside'] })
      const { events } = await client.call('events', 'PublishEvents', {
        events: Array.from({ length: 20 }, () => ({ type: 'saturated' })),
      })
      const [first] = await client.begun(events[0]!.key)
      await client.hears(first!.id, 'begun')
      expect(await client.run({ type: 'beside' })).toMatchObject({ verdict: 'succeeded' })
      const [last] = await client.begun(events[19]!.key)
      const { now } = await client.call('jobs', 'ExplainJob', { job: last!.id })
      expect(now).toContain('at most 1 at once')
      gate.release(20)
      for (const { key } of events) expect(await client.outcome(key)).toMatchObject({ verdict: 'succeeded' })
    })
  })

  test('a paused module gets its events and runs nothing until it is resumed', async () => {
    const { client } = installation
    await client.shell('paused', 'true', { subscribes: ['paused'] })
    await client.shell('meanwhile', 'true', { subscribes: ['meanwhile'] })
    await client.call('modules', 'PauseModule', { module: 'paused' })
    const key = await client.publish({ type: 'paused' })
    const [job] = await client.begun(key)
    await client.run({ type: 'meanwhile' })
    expect(await client.job(job!.id)).toMatchObject({ state: 'queued', attempts: 0 })
    const { now } = await client.call('jobs', 'ExplainJob', { job: job!.id })
    expect(now).toContain('iteron module resume paused')
    expect((await client.call('server', 'GetStatus', {})).pausedModules).toEqual(['paused'])
    await client.call('modules', 'ResumeModule', { module: 'paused' })
    expect(await client.outcome(key)).toMatchObject({ verdict: 'succeeded' })
  })

  test('an update makes a version; a job that runs goes on with its own', async () => {
    const { client } = installation
    await withGate('versions', async (gate) => {
      const spec = (script: string) => ({
        name: 'versions',
        subscribes: ['versions'],
        command: ['sh', '-c', script],
      })
      await client.module(spec(`${gate.script}; echo one > out/data/v`))
      const first = await client.publish({ type: 'versions' })
      const [running] = await client.begun(first)
      await client.hears(running!.id, 'begun')
      const specJson = JSON.stringify(spec('echo two > out/data/v'))
      expect(await client.call('modules', 'UpdateModule', { specJson })).toMatchObject({ version: 2 })
      const second = await client.run({ type: 'versions' })
      gate.release()
      await client.outcome(first)
      const jobs = [await client.job(running!.id), await client.job(second.jobs[0]!.id)]
      expect(jobs.map(({ moduleVersion }) => moduleVersion)).toEqual([1, 2])
      expect(await Promise.all(jobs.map(({ id }) => client.output(id)))).toEqual([
        { v: 'one\n' },
        { v: 'two\n' },
      ])
      const { versions } = await client.call('modules', 'ListModuleVersions', { module: 'versions' })
      expect(versions.map(({ version }) => version)).toEqual([2, 1])
    })
  })

  test('a deleted module: what waits is cancelled, what runs ends, its name is free for another', async () => {
    const { client } = installation
    await withGate('deleted', async (gate) => {
      const spec = { subscribes: ['deleted'], concurrency: 1 }
      const old = await client.shell('deleted', `${gate.script}; echo kept > out/data/kept`, spec)
      const keys = [await client.publish({ type: 'deleted' }), await client.publish({ type: 'deleted' })]
      const [running] = await client.begun(keys[0]!)
      await client.hears(running!.id, 'begun')
      await client.call('modules', 'DeleteModule', { module: 'deleted' })
      const second = await client.outcome(keys[1]!)
      expect(second.jobs[0]).toMatchObject({ state: 'cancelled' })
      expect(second.jobs[0]!.reason).toContain('deleted')
      gate.release()
      expect(await client.outcome(keys[0]!)).toMatchObject({ verdict: 'succeeded' })
      expect(await client.output(running!.id)).toEqual({ kept: 'kept\n' })
      const next = await client.shell('deleted', 'true', spec)
      expect(next.id).not.toBe(old.id)
      const { jobs } = await client.run({ type: 'deleted' })
      expect(jobs).toMatchObject([{ moduleId: next.id, state: 'succeeded' }])
      const { modules } = await client.call('modules', 'ListModules', { state: 'deleted' })
      expect(modules.map(({ id }) => id)).toEqual([old.id])
    })
  })

  test('a name in use is refused', async () => {
    const again = installation.client.shell('narrow', 'true', { subscribes: ['x'] })
    await expect(again).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  })
})
