import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { withInstallation, type Installation } from './installation.ts'
import { peakResidentBytes, residentBytes } from './processes.ts'

const LONG = process.env['ITERON_TEST_LONG'] === '1'
const BATCH = 1000
/** POST /events with so many batches at once. */
const WIDTH = 4
const MEGABYTE = 1024 * 1024

interface Burst {
  readonly events: number
  readonly acceptedWithinMs: number
  readonly doneWithinMs: number
  readonly residentMegabytes: number
  /** The server counts all jobs for each look. */
  readonly lookAgainMs: number
}

/** Bounds for a loaded machine, an order of magnitude above what is seen on a quiet one. */
const SHORT: Burst = {
  events: 2000,
  acceptedWithinMs: 10_000,
  doneWithinMs: 30_000,
  residentMegabytes: 400,
  lookAgainMs: 100,
}
const WHOLE: Burst = {
  events: 100_000,
  acceptedWithinMs: 60_000,
  doneWithinMs: 600_000,
  residentMegabytes: 512,
  lookAgainMs: 5000,
}

describe('a burst', () => {
  const burst = LONG ? WHOLE : SHORT

  async function post(installation: Installation, from: number): Promise<void> {
    const batch = Array.from({ length: BATCH }, (_, index) => ({
      specversion: '1.0',
      id: `burst-${from + index}`,
      source: 'burst',
      type: 'burst',
      data: { n: from + index },
    }))
    const { status } = await installation.post(
      '/events',
      'application/cloudevents-batch+json',
      JSON.stringify(batch),
    )
    expect(status).toBe(202)
  }

  async function postAll(installation: Installation): Promise<void> {
    let next = 0
    const sender = async () => {
      while (next < burst.events) {
        next += BATCH
        await post(installation, next - BATCH)
      }
    }
    await Promise.all(Array.from({ length: WIDTH }, sender))
  }

  async function allSucceeded({ client }: Installation, limitMs: number): Promise<void> {
    const end = performance.now() + limitMs
    for (;;) {
      const { jobsByState } = await client.call('server', 'GetStatistics', {}, limitMs)
      if (jobsByState['succeeded'] === burst.events) return
      if (performance.now() > end) throw new Error(`not done in time: ${JSON.stringify(jobsByState)}`)
      await pause(burst.lookAgainMs) // nothing tells of the last of so many
    }
  }

  test(
    `${burst.events} events are accepted at once, and worked through in bounded memory`,
    async () => {
      const environment = { ITERON_EXECUTORS: 'local=memory:' }
      await withInstallation({ environment, arguments: ['--slots', '16'] }, async (installation) => {
        await installation.start()
        const { client, server } = installation
        await client.shell('burst', 'true', { subscribes: ['burst'] })
        const idle = residentBytes(server.pid)
        const started = performance.now()
        await postAll(installation)
        const accepted = performance.now() - started
        await allSucceeded(installation, burst.doneWithinMs)
        const done = performance.now() - started
        const peak = peakResidentBytes(server.pid)
        process.stdout.write(
          `${burst.events} events: accepted in ${accepted.toFixed(0)} ms, done in ${done.toFixed(0)} ms,` +
            ` ${(idle / MEGABYTE).toFixed(0)} to ${(peak / MEGABYTE).toFixed(0)} MB\n`,
        )
        expect(accepted).toBeLessThan(burst.acceptedWithinMs)
        expect(peak / MEGABYTE).toBeLessThan(burst.residentMegabytes)
        const statistics = await client.call('server', 'GetStatistics', {})
        expect(statistics).toMatchObject({
          events: burst.events,
          deadLetterMessages: 0,
          deadLetterJobs: 0,
          queueDepth: 0,
        })
        const { jobs } = await client.call('jobs', 'ListJobs', { event: `burst-${burst.events - 1}` })
        expect(jobs).toMatchObject([{ state: 'succeeded', attempts: 1 }])
        expect(installation.workspaces()).toEqual([])
      })
    },
    burst.acceptedWithinMs + burst.doneWithinMs + 60_000,
  )
})
