import { describe, expect, test } from '@jest/globals'
import { withInstallation, type Installation } from './installation.ts'
import { passOn, split } from './programs.ts'

const PARTS = 24

describe('kill -9 in the middle of a tree', () => {
  /** Resolves when so many jobs of the module have succeeded. */
  async function succeeded({ client }: Installation, module: string, count: number): Promise<void> {
    const done = new Set<string>()
    for await (const { job } of client.connection.stream(
      'jobs',
      'WatchJobs',
      { module },
      { timeoutMs: 30_000 },
    )) {
      if (job!.state === 'succeeded') done.add(job!.id)
      if (done.size >= count) return
    }
    throw new Error('the jobs are no longer told')
  }

  test('after each restart it goes on, and ends with exactly the expected results', async () => {
    await withInstallation({ arguments: ['--slots', '4'] }, async (installation) => {
      await installation.start()
      await installation.client.shell('cut', split(PARTS, 'part'), {
        subscribes: ['batch'],
        publishes: ['part'],
      })
      const work = `sleep 0.05; ${passOn('done')}`
      await installation.client.shell('work', work, { subscribes: ['part'], publishes: ['done'] })
      await installation.client.shell(
        'collect',
        'ls in/data/*/ | grep . | grep -v : | sort -n > out/data/all',
        {
          join: { root: 'batch', collect: ['done'] },
        },
      )
      const key = await installation.client.publish({ type: 'batch' })
      for (const count of [2, 9, 16]) {
        await succeeded(installation, 'work', count)
        await installation.kill()
        await installation.start()
      }
      const { client } = installation
      const { verdict, jobs, jobsTotal } = await client.outcome(key)
      expect({ verdict, jobsTotal }).toEqual({ verdict: 'succeeded', jobsTotal: PARTS + 2 })
      const made = await Promise.all(jobs.map(({ id }) => client.job(id)))
      expect(made.map(({ artifacts }) => artifacts.length)).toEqual(Array(PARTS + 2).fill(1))
      const { artifacts } = await client.call('artifacts', 'ListArtifacts', {})
      expect(artifacts.map(({ id }) => id).sort()).toEqual(made.flatMap((job) => job.artifacts).sort())
      const { events } = await client.call('events', 'ListEvents', { type: 'done' })
      expect(events).toHaveLength(PARTS)
      const join = jobs.find(({ module }) => module === 'collect')!
      const numbers = Array.from({ length: PARTS }, (_, index) => `${index + 1}\n`)
      expect(await client.output(join.id)).toEqual({ all: numbers.join('') })
      expect(installation.workspaces()).toEqual([])
      const doctor = await installation.cli('doctor')
      expect(doctor).toMatchObject({ exit: 0 })
    })
  }, 60_000)

  test('what was accepted before a crash is worked through after it', async () => {
    await withInstallation({ arguments: ['--slots', '2'] }, async (installation) => {
      await installation.start()
      await installation.client.shell('one', 'true', { subscribes: ['one'] })
      const batch = Array.from({ length: 200 }, (_, index) => ({
        specversion: '1.0',
        id: `n-${index}`,
        source: 'outside',
        type: 'one',
        correlationid: 'burst',
      }))
      const type = 'application/cloudevents-batch+json'
      const { status } = await installation.post('/events', type, JSON.stringify(batch))
      await installation.kill()
      expect(status).toBe(202)
      await installation.start()
      await succeeded(installation, 'one', batch.length)
      const { jobs } = await installation.client.call('jobs', 'ListJobs', { module: 'one', pageSize: 1000 })
      expect(new Set(jobs.map(({ event }) => event))).toEqual(new Set(batch.map(({ id }) => id)))
      expect(jobs).toHaveLength(batch.length)
    })
  }, 60_000)
})
