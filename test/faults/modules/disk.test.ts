import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect } from '@jest/globals'
import { until } from '../../e2e/processes.ts'
import { fault } from '../fault.ts'
import { noMount, SmallDisk } from '../machine/small-disk.ts'
import { Subject } from './subject.ts'

const LIMIT_MS = 180_000
const BALLAST_BYTES = 16 * 1024 * 1024
const DISK_MIB = 96

const subject = new Subject()
const { data } = subject.installation
let disk: SmallDisk | undefined

beforeAll(async () => {
  if (noMount !== undefined) return
  disk = new SmallDisk(data, DISK_MIB)
  await subject.installation.start()
})
afterAll(async () => {
  if (disk !== undefined) {
    await subject.installation.stop()
    disk.remove()
  }
  await subject.installation.remove()
}, LIMIT_MS)

fault(
  {
    fault: 'a module fills the disk with its outputs and exits with 0',
    holds:
      'nothing of it counts: its outputs wait for room, other jobs run as soon as there is a little, and cancelling it frees what it took',
    form: 'long',
    unless: noMount,
    limitMs: LIMIT_MS,
  },
  async () => {
    const ballast = path.join(data, 'ballast')
    writeFileSync(ballast, Buffer.alloc(BALLAST_BYTES))
    const type = await subject.register(
      'dd if=/dev/urandom of=out/data/fill bs=64k 2>/dev/null; echo ended; exit 0',
    )
    const event = await subject.client.publish({ type })
    const [job] = await subject.client.begun(event)
    await subject.installation.server.prints(/no room to store anything/, LIMIT_MS)
    rmSync(ballast)
    expect(await subject.run('echo beside > out/data/beside')).toMatchObject({ state: 'succeeded' })
    const { state, artifacts } = await subject.client.job(job!.id)
    // written lazily, and the disk is full
    expect({ state, artifacts }).toEqual({
      state: expect.stringMatching(/^(running|committing)$/),
      artifacts: [],
    })
    await subject.client.call('jobs', 'CancelJob', { job: job!.id })
    await until('its workspace is gone', () => subject.installation.workspaces().length === 0, LIMIT_MS)
    await subject.isUnharmed()
  },
)
