import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect } from '@jest/globals'
import { backupTest } from './backup-and-restore.ts'
import { Gate } from './gate.ts'
import { filesBelow, recordsOf } from './installation-content.ts'
import type { Installation } from './installation.ts'
import { passOn, split } from './programs.ts'

/** A tree with a join, a job that fails, an event with much data, a message that nobody can take, a deleted artifact. */
async function fill(installation: Installation): Promise<void> {
  const { client } = installation
  await client.shell('split', `echo splitting; ${split(3, 'part')}`, {
    subscribes: ['batch'],
    publishes: ['part'],
  })
  await client.shell('work', passOn('done'), { subscribes: ['part'], publishes: ['done'] })
  await client.shell('join', 'cat in/data/*/* > out/data/all', {
    join: { root: 'batch', collect: ['done'] },
  })
  await client.shell('fail', 'echo no; exit 7', { subscribes: ['bad'] })
  await client.run({ type: 'batch', id: 'first' })
  await client.run({ type: 'bad', dataJson: JSON.stringify({ much: 'x'.repeat(70_000) }) })
  const artifact = await client.upload({ 'a file': 'deleted later' })
  await client.call('artifacts', 'DeleteArtifact', { artifact })
  const type = 'application/cloudevents+json'
  // claims to come from a module of this installation, and doesn't
  const { installation: name } = await client.call('server', 'GetServerInfo', {})
  const forged = { specversion: '1.0', id: 'x', source: `iteron:${name}/nobody`, type: 'batch' }
  await installation.post('/events', type, JSON.stringify(forged))
}

describe('backup and restore', () => {
  backupTest(
    'everything is there again, record for record and byte for byte, and goes on',
    async ({ from, to, dir, backup }) => {
      await fill(from)
      const first = await backup()
      expect(first).toMatchObject({ problems: [], blobsCopied: first.blobs })
      await from.stop()

      const restored = await to.json('restore', dir, '--data', to.data)
      expect(restored).toMatchObject({ snapshot: first.snapshot, documents: first.documents, problems: [] })
      expect(recordsOf(to.data)).toEqual(recordsOf(from.data))
      expect(filesBelow(path.join(to.data, 'blobs'))).toEqual(filesBelow(path.join(from.data, 'blobs')))
      expect(readdirSync(to.data).filter((name) => name.startsWith('restore'))).toEqual([])

      await to.start()
      const doctor = await to.cli('doctor', '--verify-files')
      expect([doctor.exit, doctor.stdout]).toEqual([0, expect.stringContaining('sound')])
      const again = await to.client.run({ type: 'batch', id: 'first' })
      expect(again.jobs).toHaveLength(5) // the same event: nothing new is caused
      expect((await to.client.run({ type: 'batch', id: 'second' })).verdict).toBe('succeeded')
    },
  )

  backupTest(
    'the next snapshot copies what is new and nothing else; each can be restored',
    async ({ from, to, dir, backup }) => {
      await fill(from)
      const first = await backup()
      const again = await backup()
      expect(again).toMatchObject({ blobs: first.blobs, blobsCopied: 0, bytesCopied: 0 })
      expect(again.piecesNew).toBeLessThanOrEqual(1) // the pin

      await from.client.upload({ one: 'new', two: 'newer' })
      const third = await backup()
      expect(third).toMatchObject({ blobs: first.blobs + 3, blobsCopied: 3, problems: [] })
      const snapshots = [first.snapshot, again.snapshot, third.snapshot]
      expect(await backup('--verify')).toMatchObject({ sound: true, findings: [], snapshots })

      const old = await to.json('restore', dir, '--data', to.data, '--snapshot', first.snapshot)
      const { snapshot, documents, blobs } = first
      expect(old).toMatchObject({ snapshot, documents, blobs })
    },
  )

  backupTest(
    'a job that ran when the snapshot was taken runs again, and one that waited runs',
    async ({ from, to, dir, backup }) => {
      const gate = new Gate(path.join(from.folder, 'gate'))
      try {
        await from.stop()
        await from.start('--slots', '1')
        await from.client.shell('slow', `${gate.script}; echo made > out/data/x`, { subscribes: ['a'] })
        const event = await from.client.publish({ type: 'a' })
        const [running] = await from.client.begun(event)
        await from.client.hears(running!.id, 'begun')
        const waiting = await from.client.publish({ type: 'a' })
        await from.client.begun(waiting)
        await backup()
        gate.release(2)
        for (const one of [event, waiting]) expect((await from.client.outcome(one)).verdict).toBe('succeeded')
        await from.stop()

        await to.json('restore', dir, '--data', to.data)
        gate.release(2)
        await to.start()
        for (const one of [event, waiting]) expect((await to.client.outcome(one)).verdict).toBe('succeeded')
        const { attemptList } = await to.client.job(running!.id)
        expect(attemptList.map(({ state }) => state)).toEqual(['lost', 'succeeded'])
        expect(await to.client.output(running!.id)).toEqual({ x: 'made\n' })
        expect((await to.cli('doctor', '--verify-files')).exit).toBe(0)
      } finally {
        gate.close()
      }
    },
  )

  backupTest('a folder that nobody has open is backed up as well', async ({ from, to, dir, backup }) => {
    await from.client.upload({ one: 'x' })
    await from.stop()
    const taken = await backup('--data', from.data)
    expect(taken).toMatchObject({ blobs: 2, blobsCopied: 2, problems: [] })
    await to.json('restore', dir, '--data', to.data)
    expect(recordsOf(to.data)).toEqual(recordsOf(from.data))
  })
})
