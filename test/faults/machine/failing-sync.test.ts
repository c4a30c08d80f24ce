import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect } from '@jest/globals'
import { root } from '../../architecture/imports.ts'
import { withInstallation, type Installation } from '../../e2e/installation.ts'
import { fault } from '../fault.ts'
import { expectSound } from './sound.ts'

const END_MS = 20_000
const folder = mkdtempSync(path.join(tmpdir(), 'iteron-sync-'))
const library = path.join(folder, 'failing-sync.so')
const source = path.join(root, 'test/faults/machine/failing-sync.c')
const compiled = spawnSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl'], { encoding: 'utf8' })
const unless = compiled.status === 0 ? undefined : 'no C compiler makes the library that lets a sync fail'

afterAll(() => rmSync(folder, { recursive: true }))

/** Starts it so that syncs of the files whose path has a text in it fail as soon as that is asked for. */
async function withFailingSync(
  test: (installation: Installation, fail: (text: string) => void, mend: () => void) => Promise<void>,
): Promise<void> {
  const order = path.join(folder, 'order')
  const mend = () => rmSync(order, { force: true })
  const environment = { LD_PRELOAD: library, ITERON_FAIL_SYNC: order }
  await withInstallation({ environment }, async (installation) => {
    await installation.start()
    await test(installation, (text) => writeFileSync(order, text), mend)
  }).finally(mend)
}

/** It ends by itself, with a line that says why, and goes on when it is started again; then the store is sound. */
async function endsAndRecovers(installation: Installation, mend: () => void, says: RegExp): Promise<void> {
  const { exit, stderr } = await installation.server.end(END_MS)
  expect(exit).toBe(3)
  expect(stderr).toMatch(says)
  await installation.kill()
  mend()
  await installation.start()
}

fault(
  {
    fault: "a sync of the database's log fails",
    holds:
      'nothing more is acknowledged; the process ends with what to do; after the restart all that was accepted is there',
    form: 'long',
    unless,
  },
  async () => {
    await withFailingSync(async (installation, fail, mend) => {
      await installation.client.shell('one', 'true', { subscribes: ['one'] })
      const before = await installation.client.publish({ type: 'one' })
      fail('iteron.db')
      await expect(installation.client.publish({ type: 'one' })).rejects.toMatchObject({
        code: 'UNAVAILABLE',
      })
      await endsAndRecovers(
        installation,
        mend,
        /iteron: the database can no longer be written or read.*\n.*start again/,
      )
      expect(await installation.client.outcome(before)).toMatchObject({ verdict: 'succeeded' })
      await installation.stop()
      await expectSound(installation)
      await installation.start()
    })
  },
)

fault(
  {
    fault: 'a sync of a stored file fails',
    holds:
      'it is not tried again and believed: the process ends, the job runs anew after the restart, and its file is whole',
    form: 'long',
    unless,
  },
  async () => {
    await withFailingSync(async (installation, fail, mend) => {
      await installation.client.shell('file', 'echo whole > out/data/file', { subscribes: ['file'] })
      fail('files/file')
      const event = await installation.client.publish({ type: 'file' })
      await endsAndRecovers(
        installation,
        mend,
        /iteron: the disk failed: syncing .*files\/file.*\n.*start again/,
      )
      expect(await installation.client.outcome(event)).toMatchObject({ verdict: 'succeeded' })
      const [job] = await installation.client.jobsOf(event)
      expect(await installation.client.output(job!.id)).toEqual({ file: 'whole\n' })
      await installation.stop()
      await expectSound(installation)
      await installation.start()
    })
  },
)
