import { chmodSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Gate } from './gate.ts'
import { filesBelow, recordsOf } from './installation-content.ts'
import type { Installation } from './installation.ts'
import { withInstallation } from './installation.ts'
import { passOn, split } from './programs.ts'

interface BackupResult {
  readonly snapshot: string
  readonly documents: number
  readonly pieces: number
  readonly piecesNew: number
  readonly blobs: number
  readonly blobsCopied: number
  readonly bytesCopied: number
  readonly problems: readonly { key: string; problem: string }[]
}

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

/** Many processes, one after the other. Milliseconds. */
const LIMIT_MS = 90_000

async function withTwo(test: (from: Installation, to: Installation) => Promise<void>): Promise<void> {
  await withInstallation({}, async (from) => {
    await withInstallation({}, async (to) => {
      await test(from, to)
    })
  })
}

describe('backup and restore', () => {
  test(
    'everything is there again, record for record and byte for byte, and goes on',
    async () => {
      await withTwo(async (from, to) => {
        await from.start()
        await fill(from)
        const dir = path.join(from.folder, 'backup')
        const first = (await from.json('backup', dir)) as BackupResult
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
      })
    },
    LIMIT_MS,
  )

  test(
    'the next snapshot copies what is new and nothing else; each can be restored',
    async () => {
      await withTwo(async (from, to) => {
        await from.start()
        await fill(from)
        const dir = path.join(from.folder, 'backup')
        const first = (await from.json('backup', dir)) as BackupResult
        const again = (await from.json('backup', dir)) as BackupResult
        expect(again).toMatchObject({ blobs: first.blobs, blobsCopied: 0, bytesCopied: 0 })
        expect(again.piecesNew).toBeLessThanOrEqual(1) // the pin

        await from.client.upload({ one: 'new', two: 'newer' })
        const third = (await from.json('backup', dir)) as BackupResult
        expect(third).toMatchObject({ blobs: first.blobs + 3, blobsCopied: 3, problems: [] })
        const verified = await from.json('backup', dir, '--verify')
        const snapshots = [first.snapshot, again.snapshot, third.snapshot]
        expect(verified).toMatchObject({ sound: true, findings: [], snapshots })

        const old = (await to.json('restore', dir, '--data', to.data, '--snapshot', first.snapshot)) as object
        expect(old).toMatchObject({
          snapshot: first.snapshot,
          documents: first.documents,
          blobs: first.blobs,
        })
      })
    },
    LIMIT_MS,
  )

  test(
    'a job that ran when the snapshot was taken runs again, and one that waited runs',
    async () => {
      await withTwo(async (from, to) => {
        const gate = new Gate(path.join(from.folder, 'gate'))
        try {
          await from.start('--slots', '1')
          await from.client.shell('slow', `${gate.script}; echo made > out/data/x`, { subscribes: ['a'] })
          const event = await from.client.publish({ type: 'a' })
          const [running] = await from.client.begun(event)
          await from.client.hears(running!.id, 'begun')
          const waiting = await from.client.publish({ type: 'a' })
          await from.client.begun(waiting)
          const dir = path.join(from.folder, 'backup')
          await from.json('backup', dir)
          gate.release(2)
          for (const one of [event, waiting])
            expect((await from.client.outcome(one)).verdict).toBe('succeeded')
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
      })
    },
    LIMIT_MS,
  )

  test(
    'a folder that nobody has open is backed up as well',
    async () => {
      await withTwo(async (from, to) => {
        await from.start()
        await from.client.upload({ one: 'x' })
        await from.stop()
        const dir = path.join(from.folder, 'backup')
        const taken = await from.json('backup', dir, '--data', from.data)
        expect(taken).toMatchObject({ blobs: 2, blobsCopied: 2, problems: [] })
        await to.json('restore', dir, '--data', to.data)
        expect(recordsOf(to.data)).toEqual(recordsOf(from.data))
      })
    },
    LIMIT_MS,
  )
})

describe('a backup refuses', () => {
  test(
    'folders that it must not touch',
    async () => {
      await withTwo(async (from, to) => {
        await from.start()
        await to.start()
        const dir = path.join(from.folder, 'backup')
        const none = await from.cli('restore', dir, '--data', to.data)
        expect([none.exit, none.stderr]).toEqual([4, expect.stringContaining('there is no backup')])
        await from.json('backup', dir)

        const others = await to.cli('backup', dir)
        expect([others.exit, others.stderr]).toEqual([5, expect.stringContaining('Name another folder')])
        const used = await from.cli('restore', dir, '--data', from.data)
        expect([used.exit, used.stderr]).toEqual([5, expect.stringContaining('is not empty')])
        const wrong = await from.cli('restore', dir, '--data', 'new', '--snapshot', '1999')
        expect([wrong.exit, wrong.stderr]).toEqual([4, expect.stringContaining('It has 2')])

        const foreign = path.join(from.folder, 'foreign')
        mkdirSync(foreign)
        writeFileSync(path.join(foreign, 'letter.txt'), 'mine')
        const refused = await from.cli('backup', foreign)
        expect([refused.exit, refused.stderr]).toEqual([5, expect.stringContaining('letter.txt')])
        expect(Object.keys(filesBelow(foreign))).toEqual(['letter.txt'])
      })
    },
    LIMIT_MS,
  )

  test(
    'bytes that are not what they were; all else is copied, and restored',
    async () => {
      await withTwo(async (from, to) => {
        await from.start()
        const artifact = await from.client.upload({ good: 'good', bad: 'bad', gone: 'gone' })
        const stored = path.join(
          from.data,
          'blobs',
          (await from.client.call('artifacts', 'GetArtifact', { artifact })).path,
        )
        overwrite(path.join(stored, 'files/bad'), 'BAD')
        rmSync(path.join(stored, 'files/gone'))
        const dir = path.join(from.folder, 'backup')
        const { exit, stdout, stderr } = await from.cli('backup', dir, '-o', 'json')
        const { problems, blobs } = JSON.parse(stdout) as BackupResult
        expect([exit, problems.map(({ key }) => path.basename(key)).sort(), blobs]).toEqual([
          1,
          ['bad', 'gone'],
          2,
        ])
        expect(JSON.parse(stderr)).toMatchObject({ error: { exitCode: 1 } })

        // what the installation has again, the next one takes
        overwrite(path.join(stored, 'files/bad'), 'bad')
        writeFileSync(path.join(stored, 'files/gone'), 'gone')
        expect(await from.json('backup', dir)).toMatchObject({ problems: [], blobs: 4, blobsCopied: 2 })
        const restored = await to.json('restore', dir, '--data', to.data)
        expect(restored).toMatchObject({ problems: [], blobs: 4 })
      })
    },
    LIMIT_MS,
  )

  test(
    'a copy that was damaged: never restored, found by --verify, mended by the next backup',
    async () => {
      await withTwo(async (from, to) => {
        await from.start()
        await from.client.upload({ one: 'first', two: 'second' })
        const dir = path.join(from.folder, 'backup')
        await from.json('backup', dir)
        const files = Object.keys(filesBelow(dir))
        overwrite(
          path.join(
            dir,
            files.find((name) => name.endsWith('files/one'))!,
          ),
          'fir',
        )

        const restored = await to.cli('restore', dir, '--data', to.data, '-o', 'json')
        expect(restored.exit).toBe(1)
        const { problems } = JSON.parse(restored.stdout) as BackupResult
        expect(problems.map(({ key }) => path.basename(key))).toEqual(['one'])
        expect(
          Object.keys(filesBelow(path.join(to.data, 'blobs')))
            .map((name) => path.basename(name))
            .sort(),
        ).toEqual(['metadata.yaml', 'two'])

        const verified = await from.cli('backup', dir, '--verify')
        expect([verified.exit, verified.stderr]).toEqual([1, expect.stringContaining('files/one')])
        expect(await from.json('backup', dir)).toMatchObject({ blobsCopied: 1, problems: [] })
        expect(await from.json('backup', dir, '--verify')).toMatchObject({ sound: true })
      })
    },
    LIMIT_MS,
  )

  test.each(['records', 'snapshots'])(
    'damaged %s: nothing is made of them',
    async (part) => {
      await withTwo(async (from, to) => {
        await from.start()
        await from.client.upload({ one: 'first' })
        const dir = path.join(from.folder, 'backup')
        await from.json('backup', dir)
        const files = Object.keys(filesBelow(path.join(dir, part))).filter((name) => /jsonl?$/.test(name))
        const file = path.join(dir, part, files[0]!)
        chmodSync(file, 0o600)
        truncateSync(file, 10)
        const { exit, stderr } = await to.cli('restore', dir, '--data', to.data, '-o', 'json')
        expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'DATA_LOSS' } })
        expect(exit).toBe(1)
        const verified = await from.cli('backup', dir, '--verify')
        expect(verified.exit).toBe(1)
      })
    },
    LIMIT_MS,
  )
})

/** Stored files are read-only. */
function overwrite(file: string, text: string): void {
  chmodSync(file, 0o600)
  writeFileSync(file, text)
}
