import { expect } from '@jest/globals'
import { withInstallation, type Installation } from '../../e2e/installation.ts'
import { fault } from '../fault.ts'

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

fault(
  {
    fault: 'kill -9 after events were accepted',
    holds: 'each of them is worked through once after the restart',
  },
  async () => {
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
  },
)
