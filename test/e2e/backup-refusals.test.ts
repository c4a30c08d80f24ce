import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect } from '@jest/globals'
import { backupTest, overwrite, type BackupResult } from './backup-and-restore.ts'
import { filesBelow } from './installation-content.ts'

describe('a backup refuses', () => {
  backupTest('folders that it must not touch', async ({ from, to, dir, backup }) => {
    await to.start()
    const none = await from.cli('restore', dir, '--data', to.data)
    expect([none.exit, none.stderr]).toEqual([4, expect.stringContaining('there is no backup')])
    await backup()

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
    for (const args of [
      ['restore', foreign, '--data', to.data],
      ['backup', foreign, '--verify'],
    ])
      expect(await from.cli(...args)).toMatchObject({
        exit: 5,
        stderr: expect.stringContaining('letter.txt'),
      })
    expect(readdirSync(foreign)).toEqual(['letter.txt'])
  })

  backupTest('places where no folder can be', async ({ from, dir, backup }) => {
    await backup()
    const letter = path.join(from.folder, 'letter.txt')
    writeFileSync(letter, 'mine')
    const isFile = { exit: 5, stderr: expect.stringContaining(`${letter} is no folder`) }
    expect(await from.cli('backup', letter)).toMatchObject(isFile)
    expect(await from.cli('restore', letter, '--data', 'new')).toMatchObject(isFile)
    const unmade = { exit: 5, stderr: expect.stringContaining("can't be made") }
    for (const data of [letter, '/proc/none'])
      expect(await from.cli('restore', dir, '--data', data)).toMatchObject(unmade)
    expect(await from.cli('backup', '/proc/none')).toMatchObject(unmade)
  })

  backupTest('a restore that nobody knows what it is of, and a snapshot without a name', async (backups) => {
    const { from, to, dir, backup } = backups
    await backup()
    mkdirSync(to.data)
    writeFileSync(path.join(to.data, 'restore.json'), '{')
    const damaged = { exit: 1, stderr: expect.stringContaining('Remove the folder and restore') }
    for (const args of [['restore', dir], ['status']])
      expect(await from.cli(...args, '--data', to.data)).toMatchObject(damaged)
    const unnamed = await from.cli('restore', dir, '--data', 'new', '--snapshot', '')
    expect([unnamed.exit, unnamed.stderr]).toEqual([4, expect.stringContaining('has no snapshot ""')])
    expect(existsSync(path.join(from.folder, 'new'))).toBe(false)
  })

  backupTest(
    'bytes that are not what they were; all else is copied, and restored',
    async ({ from, to, dir, backup }) => {
      const artifact = await from.client.upload({ good: 'good', bad: 'bad', gone: 'gone' })
      const { path: prefix } = await from.client.call('artifacts', 'GetArtifact', { artifact })
      const stored = path.join(from.data, 'blobs', prefix, 'files')
      overwrite(path.join(stored, 'bad'), 'BAD')
      rmSync(path.join(stored, 'gone'))
      const { exit, stdout, stderr } = await from.cli('backup', dir, '-o', 'json')
      const { problems, blobs } = JSON.parse(stdout) as BackupResult
      expect(problems.map(({ key }) => path.basename(key)).sort()).toEqual(['bad', 'gone'])
      expect([exit, blobs]).toEqual([1, 2])
      expect(JSON.parse(stderr)).toMatchObject({ error: { exitCode: 1 } })

      // what the installation has again, the next one takes
      overwrite(path.join(stored, 'bad'), 'bad')
      writeFileSync(path.join(stored, 'gone'), 'gone')
      expect(await backup()).toMatchObject({ problems: [], blobs: 4, blobsCopied: 2 })
      const restored = await to.json('restore', dir, '--data', to.data)
      expect(restored).toMatchObject({ problems: [], blobs: 4 })
    },
  )

  backupTest(
    'a copy that was damaged: never restored, found by --verify, mended by the next backup',
    async ({ from, to, dir, backup }) => {
      await from.client.upload({ one: 'first', two: 'second' })
      await backup()
      const copy = Object.keys(filesBelow(dir)).find((name) => name.endsWith('files/one'))
      overwrite(path.join(dir, copy!), 'fir')

      const restored = await to.cli('restore', dir, '--data', to.data, '-o', 'json')
      expect(restored.exit).toBe(1)
      const { problems } = JSON.parse(restored.stdout) as BackupResult
      expect(problems.map(({ key }) => path.basename(key))).toEqual(['one'])
      const there = Object.keys(filesBelow(path.join(to.data, 'blobs')))
      expect(there.map((name) => path.basename(name)).sort()).toEqual(['metadata.yaml', 'two'])

      const verified = await from.cli('backup', dir, '--verify')
      expect([verified.exit, verified.stderr]).toEqual([1, expect.stringContaining('files/one')])
      expect(verified.stderr).toContain('1 problem:')
      expect(await backup()).toMatchObject({ blobsCopied: 1, problems: [] })
      expect(await backup('--verify')).toMatchObject({ sound: true })
    },
  )

  for (const part of ['records', 'snapshots'])
    backupTest(`damaged ${part}: nothing is made of them`, async ({ from, to, dir, backup }) => {
      await from.client.upload({ one: 'first' })
      await backup()
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
})
