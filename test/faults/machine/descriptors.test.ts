import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'
import { Client, type Job } from '../../e2e/client.ts'
import { Gate } from '../../e2e/gate.ts'
import { sharedInstallation, type Installation } from '../../e2e/installation.ts'
import { PROGRAM } from '../../e2e/iteron-process.ts'
import { descendantsOf, until } from '../../e2e/processes.ts'
import { fault, inForm } from '../fault.ts'
import { connectAll, giveDescriptors, leaveDescriptors, noLimit } from './descriptors.ts'

const ON_MS = 30_000
const GONE_MS = 5000
const installation = sharedInstallation()

fault(
  {
    fault: 'the process has no file descriptor left while a module runs and another is to be started',
    holds:
      'it does not end; what ran is committed, and the other started, as soon as there are some again; each runs once',
    unless: noLimit,
    limitMs: 120_000,
  },
  async () => {
    const { client, server, folder } = installation
    const gate = new Gate(path.join(folder, 'gate'))
    try {
      const counted = `printf x >> ${folder}/runs; echo made > out/data/file`
      await client.shell('waits', `${gate.script}; ${counted}`, { subscribes: ['first'] })
      await client.shell('later', counted, { subscribes: ['second'] })
      const first = await client.publish({ type: 'first' })
      const [job] = await client.begun(first)
      await client.hears(job!.id, 'begun')
      leaveDescriptors(server.pid, 0)
      gate.release()
      const second = await client.publish({ type: 'second' })
      const connected = fetch(`http://${installation.http}/healthz`).then(
        ({ status }) => status,
        () => 'refused',
      )
      await server.prints(/no room to store anything/, ON_MS)
      giveDescriptors(server.pid)
      expect([200, 'refused']).toContain(await connected)
      expect((await fetch(`http://${installation.http}/healthz`)).status).toBe(200)
      for (const event of [first, second]) await succeeds(client, event)
      expect(await client.job(job!.id)).toMatchObject({ attempts: 1 })
      expect(readFileSync(path.join(folder, 'runs'), 'utf8')).toBe('xx')
    } finally {
      gate.close()
    }
  },
)

async function succeeds(client: Client, event: string): Promise<void> {
  const { verdict, jobs } = await client.outcome(event)
  const failures = jobs.flatMap((job) => job.failure ?? [])
  expect({ verdict, failures }).toEqual({ verdict: 'succeeded', failures: [] })
}

fault(
  {
    fault: 'a few file descriptors are left, too few to start a program',
    holds: 'the attempt fails as staging and is tried again, as often as it takes: the module never ran',
    unless: noLimit,
    limitMs: 300_000,
  },
  async () => {
    const { client, server, folder } = installation
    writeFileSync(path.join(folder, 'secret'), 'x')
    const secrets = { COUNTED: { file: path.join(folder, 'secret') } }
    await client.shell('runs', `printf "$COUNTED" >> ${folder}/started`, { subscribes: ['run'], secrets })
    const frees = inForm({ short: [4], long: [1, 2, 3, 4, 5, 6, 7, 8], soak: [1, 2, 3, 4, 5, 6, 7, 8] })
    const failures: (Job['failure'] | undefined)[] = []
    for (const free of frees) {
      await endSpawners(server.pid)
      leaveDescriptors(server.pid, free)
      const event = await client.publish({ type: 'run' })
      const [job] = await client.begun(event)
      const { state, failure } = await client.reaches(job!.id, 'waiting', 'failed', 'succeeded')
      giveDescriptors(server.pid)
      if (state !== 'succeeded') {
        expect(failure).toMatchObject({ class: 'staging' })
        failures.push(failure)
      }
      await succeeds(client, event)
    }
    const noProgram = expect.stringMatching(/No program can be started now/) as unknown
    expect(failures).toContainEqual(expect.objectContaining({ message: noProgram }))
    expect(readFileSync(path.join(folder, 'started'), 'utf8')).toBe('x'.repeat(frees.length))
  },
)

/** The shells that start programs: the next program needs a new one. */
async function endSpawners(pid: number): Promise<void> {
  const spawners = () => descendantsOf(pid).filter(({ command }) => command === '/bin/sh -s')
  for (const spawner of spawners()) process.kill(spawner.pid, 'SIGKILL')
  await until('the shells are gone', () => spawners().length === 0, GONE_MS)
}

fault(
  {
    fault: 'more connections than there are file descriptors, on both ports, with watch streams among them',
    holds: 'those that are there go on, the rest is refused; with the connections gone all work is done',
    unless: noLimit,
    limitMs: 200_000,
  },
  async () => {
    const { client, server } = installation
    await client.shell('many', 'echo made > out/data/file', { subscribes: ['many'] })
    const events: string[] = []
    for (let n = inForm({ short: 10, long: 200, soak: 500 }); n > 0; n -= 1)
      events.push(await client.publish({ type: 'many' }))
    const watchers = events.slice(0, 10).map((event) => watched(installation, event))
    leaveDescriptors(server.pid, 60)
    const sockets = [
      ...(await connectAll(installation.http, 200)),
      ...(await connectAll(installation.grpc, 200)),
    ]
    for (let n = inForm({ short: 10, long: 200, soak: 500 }); n > 0; n -= 1)
      events.push(await client.publish({ type: 'many' }))
    for (const socket of sockets) socket.destroy()
    await Promise.all(watchers)
    for (const event of events) await succeeds(client, event)
    expect(await (await fetch(`http://${installation.http}/healthz`)).json()).toEqual({ status: 'ok' })
  },
)

/** A client of its own, that follows an event to its end. */
async function watched({ grpc }: Installation, event: string): Promise<void> {
  const client = new Client(grpc)
  try {
    await succeeds(client, event)
  } finally {
    client.close()
  }
}

fault(
  {
    fault: 'the limit of open files is too low from the start',
    holds: 'the start ends with what to do, at whatever point they ran out',
    unless: noLimit,
    limitMs: 120_000,
  },
  () => {
    const { folder } = installation
    const data = path.join(folder, 'few')
    for (const limit of inForm({
      short: [28],
      long: [20, 24, 28, 29, 30, 32, 34, 36],
      soak: Array.from({ length: 18 }, (_, n) => 20 + n),
    })) {
      const up = ['up', '--data', data, '--grpc', '127.0.0.1:0', '--http', '127.0.0.1:0']
      const program = [process.execPath, PROGRAM, ...up]
      const { status, stderr } = spawnSync('prlimit', [`--nofile=${String(limit)}`, ...program], {
        cwd: folder,
        encoding: 'utf8',
        timeout: ON_MS,
      })
      expect({ limit, status, stderr }).toEqual({
        limit,
        status: 5,
        stderr: expect.stringMatching(/too many open files[^]*\n {2}.*ulimit -n/) as unknown,
      })
    }
    return Promise.resolve()
  },
)
