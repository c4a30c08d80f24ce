import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Gate } from './gate.ts'
import type { Installation } from './installation.ts'
import { withInstallation } from './installation.ts'
import { IteronProcess } from './iteron-process.ts'

const LIMIT_MS = 20_000

describe('the life of an installation', () => {
  async function withGate(run: (installation: Installation, gate: Gate) => Promise<void>, ...args: string[]) {
    await withInstallation({ arguments: args }, async (installation) => {
      const gate = new Gate(path.join(installation.folder, 'gate'))
      try {
        await installation.start()
        await run(installation, gate)
      } finally {
        gate.close()
      }
    })
  }

  async function beginOne({ client }: Installation, gate: Gate) {
    await client.shell('gated', `${gate.script}; echo "$ITERON_ATTEMPT" > out/data/attempt`, {
      subscribes: ['gated'],
    })
    const key = await client.publish({ type: 'gated' })
    const [job] = await client.begun(key)
    await client.hears(job!.id, 'begun')
    return { key, id: job!.id }
  }

  async function up(folder: string, ...args: string[]) {
    return await new IteronProcess(['up', ...args], { cwd: folder }).end(LIMIT_MS)
  }

  test('a port that no adapter can open: said, and the process ends', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'iteron-ports-'))
    for (const port of ['--bus', '--documents', '--blobs']) {
      const { exit, stderr } = await up(folder, '--data', folder, port, 'amqp://nowhere')
      expect([exit, stderr]).toEqual([2, expect.stringContaining('there is no adapter for "amqp:"')])
    }
    rmSync(folder, { recursive: true })
  })

  test('many may follow at once, without a word', async () => {
    await withInstallation({}, async (installation) => {
      await installation.start()
      const { client, server } = installation
      await client.shell('followed', 'true', { subscribes: ['followed'] })
      const streams = Array.from({ length: 20 }, () =>
        client.connection.stream('jobs', 'WatchJobs', { module: 'followed' }, { timeoutMs: LIMIT_MS }),
      )
      const first = streams.map((stream) => stream.next())
      await client.run({ type: 'followed' })
      for (const { value } of await Promise.all(first))
        expect(value).toMatchObject({ job: { module: 'followed' } })
      for (const stream of streams) await stream.return()
      expect(server.stderr).toBe('')
    })
  })

  test('a data folder that can never be made: said, and the process ends', async () => {
    const { exit, stderr } = await up(tmpdir(), '--data', '/proc/none/data')
    expect([exit, stderr]).toEqual([5, expect.stringContaining("/proc/none/data can't be made or written")])
  })

  test('SIGTERM: a module that ends within the grace period counts', async () => {
    await withGate(async (installation, gate) => {
      const { id } = await beginOne(installation, gate)
      const { server } = installation
      const stopped = installation.stop()
      await server.prints(/stopping/, LIMIT_MS)
      gate.release()
      await stopped
      await installation.start()
      const job = await installation.client.job(id)
      expect(job).toMatchObject({ state: 'succeeded', attempts: 1 })
    })
  })

  test('SIGTERM: a module that takes longer is ended, and its job runs after the restart', async () => {
    await withGate(
      async (installation, gate) => {
        const { id, key } = await beginOne(installation, gate)
        await installation.stop()
        await installation.start()
        gate.release()
        expect(await installation.client.outcome(key)).toMatchObject({ verdict: 'succeeded' })
        expect(await installation.client.job(id)).toMatchObject({ attempts: 2, failure: null })
        expect(await installation.client.output(id)).toEqual({ attempt: '2\n' })
      },
      '--grace',
      '0.1',
    )
  })

  test('a second signal ends it at once', async () => {
    await withGate(async (installation, gate) => {
      const { key } = await beginOne(installation, gate)
      const { server } = installation
      const stopped = installation.stop()
      await server.prints(/stopping/, LIMIT_MS)
      server.signal('SIGINT')
      await expect(stopped).rejects.toThrow('ended with 130')
      await installation.start()
      gate.release()
      expect(await installation.client.outcome(key)).toMatchObject({ verdict: 'succeeded' })
    })
  })

  test('kill -9 while a module runs: its processes go, the job runs again, once', async () => {
    await withGate(async (installation, gate) => {
      const { id, key } = await beginOne(installation, gate)
      await installation.kill()
      await installation.start()
      expect(installation.workspaces().length).toBeLessThanOrEqual(1)
      gate.release()
      expect(await installation.client.outcome(key)).toMatchObject({ verdict: 'succeeded', jobsTotal: 1 })
      const job = await installation.client.job(id)
      expect(job.attemptList.map(({ state }) => state)).toEqual(['lost', 'succeeded'])
      expect(job.artifacts).toHaveLength(1)
    })
  })

  test('open streams do not hold up its end, and their clients are told', async () => {
    await withGate(async (installation, gate) => {
      await beginOne(installation, gate)
      const environment = { ITERON_ENDPOINT: installation.grpc }
      const watch = new IteronProcess(['job', 'watch'], { cwd: installation.folder, environment })
      await watch.prints(/ running\n/, LIMIT_MS)
      gate.release()
      await installation.stop()
      expect(await watch.end(LIMIT_MS)).toMatchObject({
        exit: 3,
        stderr: expect.stringContaining('stopping'),
      })
    })
  })

  test('modules, events, jobs and files are there after a restart', async () => {
    await withInstallation({}, async (installation) => {
      await installation.start()
      const { client } = installation
      await client.shell('keep', 'echo kept > out/data/kept', { subscribes: ['keep'] })
      const { jobs } = await client.run({ type: 'keep', id: 'keep-1' })
      await client.call('modules', 'PauseModule', { module: 'keep' })
      await installation.stop()
      await installation.start()
      expect(await installation.client.output(jobs[0]!.id)).toEqual({ kept: 'kept\n' })
      expect(await installation.client.log(jobs[0]!.id)).toBe('')
      const module = await installation.client.call('modules', 'GetModule', { module: 'keep' })
      expect(module).toMatchObject({ state: 'paused', version: 1 })
      await installation.stop()
      expect(readdirSync(installation.data)).not.toContain('iteron.pid')
      const doctor = await installation.cli('doctor', '--data', installation.data)
      expect(doctor).toMatchObject({ exit: 0 })
    })
  })

  test('a second process on the folder is refused, and the first goes on', async () => {
    await withInstallation({}, async (installation) => {
      await installation.start()
      const second = await up(
        installation.folder,
        '--data',
        'data',
        '--grpc',
        '127.0.0.1:0',
        '--http',
        '127.0.0.1:0',
      )
      expect(second.exit).toBe(5)
      expect(second.stderr).toContain(`in use by process ${installation.server.pid}`)
      await installation.client.shell('alive', 'true', { subscribes: ['alive'] })
      expect(await installation.client.run({ type: 'alive' })).toMatchObject({ verdict: 'succeeded' })
    })
  })

  test.each(['grpc', 'http'])('a port that is taken is said, with its flag: --%s', async (flag) => {
    await withInstallation({}, async ({ folder }) => {
      const other = createServer().listen(0, '127.0.0.1')
      await once(other, 'listening')
      const address = `127.0.0.1:${(other.address() as AddressInfo).port}`
      const free = flag === 'grpc' ? 'http' : 'grpc'
      const ended = await up(folder, '--data', 'd', `--${flag}`, address, `--${free}`, '127.0.0.1:0')
      other.close()
      expect(ended).toMatchObject({ stdout: '', stderr: expect.stringContaining(address) })
      expect(ended.stderr).toContain(`--${flag}`)
      expect(ended.stderr).not.toMatch(/\n\s+at /)
      expect(ended.exit).not.toBe(0)
    })
  })

  test.each(['grpc', 'http'])('beyond loopback nothing is served in plain text: --%s', async (flag) => {
    await withInstallation({}, async ({ folder }) => {
      const free = flag === 'grpc' ? 'http' : 'grpc'
      const ended = await up(folder, '--data', 'd', `--${flag}`, '0.0.0.0:0', `--${free}`, '127.0.0.1:0')
      expect(ended).toMatchObject({ exit: 5, stdout: '', stderr: expect.stringContaining('--certfile') })
    })
  })
})
