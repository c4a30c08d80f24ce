import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect } from '@jest/globals'
import { Gate } from '../../e2e/gate.ts'
import type { Installation } from '../../e2e/installation.ts'
import { until } from '../../e2e/processes.ts'
import { fault, inForm } from '../fault.ts'
import { noMount, SharedSmallDisks, type SmallDisk } from './small-disk.ts'

const MIB = 1024 * 1024
const isLong = inForm({ short: false, long: true, soak: true })
/** Until work that stood still for want of room has ended. */
const ON_MS = 30_000
/** How long a disk stays full: at least until it was looked at again. */
const FULL_MS = inForm({ short: 600, long: 15_000, soak: 30_000 })

let disks: SharedSmallDisks | undefined

beforeAll(async () => {
  if (noMount !== undefined) return
  disks = new SharedSmallDisks(24, 24)
  await disks.installation.start()
})
afterAll(() => disks?.end())

/** What the server had said before the disk was filled, characters: the tests share it. */
let said = 0

/** The installation of most tests here, on disks that have room. */
async function onFreeDisks(test: (on: SharedSmallDisks) => Promise<void>): Promise<void> {
  said = disks!.installation.server.stderr.length
  try {
    await test(disks!)
  } finally {
    disks!.free()
  }
}

/** How often a module ran, counted outside of the disk. */
const runs = ({ folder }: Installation, name: string) => readFileSync(path.join(folder, name), 'utf8').length

/** Runs a module that waits, its work done, while the disk is filled, then ends; `then` gets its event and job. */
async function runsOn(
  installation: Installation,
  { name, work, publishes = [] }: { name: string; work: string; publishes?: string[] },
  disk: Pick<SmallDisk, 'fill'>,
  then: (event: string, job: string) => Promise<void>,
): Promise<void> {
  const { client, folder } = installation
  const gate = new Gate(path.join(folder, `gate-${name}`))
  try {
    const script = `printf x >> ${folder}/runs-${name}; ${work}; ${gate.script}`
    await client.shell(name, script, { subscribes: [name], publishes, retry: { count: 3 } })
    const event = await client.publish({ type: name })
    const [job] = await client.begun(event)
    await client.hears(job!.id, 'begun')
    disk.fill()
    gate.release()
    await then(event, job!.id)
  } finally {
    gate.close()
  }
}

/** Resolves when the server says once more that it has no room. */
async function saysFull({ server }: Installation): Promise<void> {
  const isFull = () => server.stderr.slice(said).includes('no room to store anything')
  await until('the server says that it has no room', isFull, ON_MS)
  said = server.stderr.length
}

/** Resolves when the server says that it has no room, and then stays so for a while. */
async function staysFull(installation: Installation): Promise<string> {
  await saysFull(installation)
  const end = performance.now() + FULL_MS
  await until('the disk was full for long enough', () => performance.now() > end, FULL_MS + 1000)
  const answer = await fetch(`http://${installation.http}/readyz`)
  expect(answer.status).toBe(503)
  return ((await answer.json()) as { reason: string }).reason
}

async function refusesCommand(installation: Installation): Promise<void> {
  const command = await installation.cli('event', 'publish', 'in')
  expect(command).toMatchObject({ exit: 5, stderr: expect.stringContaining('Make room') as unknown })
}

fault(
  {
    fault: 'the disk is full while files and events come in',
    holds: 'uploads and events are refused with what to do, leave nothing, and are taken when there is room',
    unless: noMount,
    limitMs: 200_000,
  },
  async () => {
    await onFreeDisks(async (disks) => {
      const { installation } = disks
      const { client } = installation
      await client.shell('in', 'cp in/data/large out/data/', { subscribes: ['in'] })
      disks.fill()
      const full = { code: 'RESOURCE_EXHAUSTED', hint: expect.stringContaining('room') as unknown }
      await expect(client.upload({ large: Buffer.alloc(MIB) })).rejects.toMatchObject({
        code: 'RESOURCE_EXHAUSTED',
        hint: expect.stringMatching(/Free space|Make room/) as unknown,
      })
      await expect(client.publish({ type: 'in' })).rejects.toMatchObject(full)
      const body = JSON.stringify({ specversion: '1.0', id: 'a', source: 'b', type: 'in' })
      const refused = await installation.post('/events', 'application/cloudevents+json', body)
      expect(refused).toMatchObject({ status: 507, answer: { error: 'RESOURCE_EXHAUSTED' } })
      if (isLong) await refusesCommand(installation)
      // what is written to see whether there is room may be there just now
      const temporary = path.join(installation.data, 'blobs/.tmp')
      await until('nothing is left of them', () => readdirSync(temporary).length === 0, ON_MS)
      await staysFull(installation)
      disks.free()
      const artifact = await client.upload({ large: Buffer.alloc(MIB) })
      expect(await client.run({ type: 'in', files: [{ artifact }] })).toMatchObject({ verdict: 'succeeded' })
    })
  },
)

fault(
  {
    fault: 'the disk is full when a module has ended',
    holds:
      'its log and outputs are stored when there is room; the module is not run again, no job is started meanwhile',
    unless: noMount,
    limitMs: 200_000,
  },
  async () => {
    await onFreeDisks(async (disks) => {
      const { installation } = disks
      const { client } = installation
      const late = { name: 'late', work: 'echo some > out/data/file' }
      await runsOn(installation, late, disks, async (event, job) => {
        expect(await staysFull(installation)).toMatch(/ENOSPC|full/)
        const { warnings } = await client.call('server', 'GetStatus', {})
        expect(warnings).toContainEqual(
          expect.stringMatching(/no job is started until there is room: .*(ENOSPC|full)/),
        )
        disks.free()
        expect(await client.outcome(event)).toMatchObject({ verdict: 'succeeded' })
        expect(await client.output(job)).toEqual({ file: 'some\n' })
        expect(await client.log(job)).toBe('begun\nreleased')
        expect(await client.job(job)).toMatchObject({ state: 'succeeded', attempts: 1 })
        expect(runs(installation, 'runs-late')).toBe(1)
      })
    })
  },
)

fault(
  {
    fault: 'the disk is too full for the inputs of a job',
    holds: 'the attempt fails as staging, the job is started again and again, and runs when there is room',
    form: 'long',
    unless: noMount,
    limitMs: 200_000,
  },
  async () => {
    await onFreeDisks(async ({ installation, disk }) => {
      const { client } = installation
      const artifact = await client.upload({ large: Buffer.alloc(6 * MIB, 7) })
      disk.fill(3 * MIB)
      await client.shell('large', 'cksum in/data/large', { subscribes: ['large'] })
      const event = await client.publish({ type: 'large', files: [{ artifact }] })
      const [job] = await client.begun(event)
      const waiting = await client.reaches(job!.id, 'waiting')
      expect(waiting.failure).toMatchObject({
        class: 'staging',
        message: expect.stringContaining('ENOSPC') as unknown,
      })
      await saysFull(installation)
      disk.free()
      expect(await client.outcome(event)).toMatchObject({ verdict: 'succeeded' })
      expect(await client.job(job!.id)).toMatchObject({ state: 'succeeded' })
    })
  },
)

fault(
  {
    fault: 'the disk with the database is full at the commit, that with the files at the metadata',
    holds: 'both are done when there is room; each module ran once, and nothing is seen before',
    form: 'long',
    unless: noMount,
    limitMs: 200_000,
  },
  async () => {
    await onFreeDisks(async ({ installation, disk, blobs }) => {
      await commitWithoutDatabase(installation, disk)
      await relayWithoutFiles(installation, blobs)
    })
  },
)

async function commitWithoutDatabase(installation: Installation, disk: SmallDisk): Promise<void> {
  const { client } = installation
  const event = { type: 'next', data: { text: 'x'.repeat(60_000) } }
  const work = `for n in 1 2 3 4 5 6 7 8; do echo '${JSON.stringify(event)}' > out/events/$n.json; done`
  const raises = { name: 'raises', work, publishes: ['next'] }
  await runsOn(installation, raises, disk, async (key, job) => {
    await staysFull(installation)
    const { outputEvents = 0, artifacts } = await client.job(job)
    expect([outputEvents, artifacts]).toEqual([0, []])
    expect((await client.call('events', 'ListEvents', { type: 'next' })).events).toEqual([])
    disk.free()
    expect(await client.outcome(key)).toMatchObject({ verdict: 'succeeded' })
    expect(await client.job(job)).toMatchObject({ state: 'succeeded', attempts: 1, outputEvents: 8 })
    expect(runs(installation, 'runs-raises')).toBe(1)
  })
}

async function relayWithoutFiles(installation: Installation, files: SmallDisk): Promise<void> {
  const { client } = installation
  // stored already, so that nothing but the metadata is left to be written
  await client.upload({ file: 'same' })
  await client.shell('silent', 'printf same > out/data/file', { subscribes: ['silent'] })
  files.fill()
  const key = await client.publish({ type: 'silent' })
  const [job] = await client.begun(key)
  await client.reaches(job!.id, 'committing')
  await staysFull(installation)
  files.free()
  expect(await client.outcome(key)).toMatchObject({ verdict: 'succeeded' })
  expect(await client.job(job!.id)).toMatchObject({ state: 'succeeded', attempts: 1 })
}
