import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { Database } from '../../../adapters/sqlite/database.ts'
import { withInstallation, type Installation } from '../../e2e/installation.ts'
import { IteronProcess } from '../../e2e/iteron-process.ts'
import { fault } from '../fault.ts'
import { missingOf, releases, seenOf, unpackInto, type Held } from './earlier-folders.ts'

const LIMIT_MS = 20_000
const FINAL = ['succeeded', 'failed', 'cancelled', 'discarded']
/** The module that was paused. */
const HELD = 'held'

test('the changelog names the commit of every version, and its folder is here', () => {
  expect(releases()).not.toEqual([])
  for (const release of releases()) {
    expect([release.version, release.commit]).toEqual([release.version, expect.any(String)])
    expect([release.version, ...missingOf(release)]).toEqual([release.version])
  }
})

test('a version without a commit, and one without a folder, are told', () => {
  const [first, second] = releases('## [Unreleased]\n\n## [9.1.0] - 2030-01-01 (abcdef0)\n\n## [9.0.0]\n')
  expect([first, second]).toEqual([
    { version: '9.1.0', commit: 'abcdef0' },
    { version: '9.0.0', commit: undefined },
  ])
  expect(missingOf(first!)).toEqual(['9.1.0.tar.gz', '9.1.0.json'])
})

fault(
  {
    fault: 'The data folder of each earlier version, killed with jobs in every state, is opened by this one',
    holds:
      'what had ended reads the same, what ran, waited or was queued succeeds, new events run, nothing is broken',
    limitMs: 240_000,
  },
  async () => {
    for (const release of releases()) {
      await withInstallation({ arguments: ['--slots', '4'] }, async (installation) => {
        const held = unpackInto(installation, release)
        await installation.start()
        await expectTheSame(installation, held)
        await expectSound(installation)
        await goOn(installation, held)
        await runNew(installation)
        await expectSound(installation, '--verify-files')
      })
    }
  },
)

fault(
  {
    fault: 'The data folder was written by a later version',
    holds: 'it is refused with both versions and what to do, and nothing in it changes',
  },
  async () => {
    await withInstallation({}, async (installation) => {
      await installation.start()
      await installation.stop()
      const file = path.join(installation.data, 'iteron.db')
      const database = new Database(file)
      database.run("INSERT INTO schema_version (version, applied_at) VALUES (1000, '2100-01-01T00:00:00Z')")
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      database.close()
      const before = readFileSync(file)
      for (const command of ['up', 'doctor']) {
        const offline = new IteronProcess([command, '--data', installation.data], {
          cwd: installation.folder,
          environment: {
            ITERON_ENDPOINT: '127.0.0.1:1',
            ITERON_GRPC: '127.0.0.1:0',
            ITERON_HTTP: '127.0.0.1:0',
          },
        })
        const { exit, stderr } = await offline.end(LIMIT_MS)
        expect([command, exit]).not.toEqual([command, 0])
        expect(stderr).toMatch(
          /written by a newer Iteron: its schema is version 1000, this program knows up to \d+/,
        )
        expect(stderr).toContain('Install the Iteron that last used this folder')
      }
      expect(readFileSync(file).equals(before)).toBe(true)
    })
  },
)

/** All that had ended, and all that never changes; the rest goes on as soon as the folder is open. */
async function expectTheSame(installation: Installation, held: Held): Promise<void> {
  const ended = held.jobs.filter(({ state }) => FINAL.includes(state))
  expect(ended.length).toBeGreaterThan(0)
  const only: Held = { ...held, jobs: ended }
  const { logs, deadLetters, ...rest } = await seenOf(installation, only)
  const { modules, events, jobs, artifacts } = only
  expect(rest).toMatchObject({ modules, events, jobs, artifacts })
  expect(deadLetters).toEqual(held.deadLetters.map(({ id }) => ({ id })))
  expect(logs).toEqual(Object.fromEntries(Object.entries(held.logs).map(([id, { text }]) => [id, { text }])))
}

async function goOn({ client }: Installation, { jobs }: Held): Promise<void> {
  const open = jobs.filter(({ state }) => !FINAL.includes(state))
  expect(new Set(open.map(({ state }) => state))).toEqual(new Set(['queued', 'waiting', 'running']))
  await client.call('modules', 'ResumeModule', { module: HELD })
  for (const event of new Set(open.map(({ eventKey }) => eventKey)))
    expect(await client.outcome(event)).toMatchObject({ verdict: 'succeeded' })
  for (const { id, state } of open) {
    const job = await client.job(id)
    expect(job).toMatchObject({ id, state: 'succeeded' })
    if (state === 'running') expect(job.attemptList.map((one) => one.state)).toEqual(['lost', 'succeeded'])
  }
}

async function runNew({ client }: Installation): Promise<void> {
  const { verdict, jobs } = await client.run({ type: 'batch' })
  expect(verdict).toBe('succeeded')
  const joined = jobs.find(({ module }) => module === 'gather')!
  const { 'all.txt': all = '' } = await client.output(joined.id)
  // in the order of the events' ids
  expect(all.trim().split('\n').sort()).toEqual(['part 1', 'part 2', 'part 3'])
}

async function expectSound(installation: Installation, ...options: string[]): Promise<void> {
  const { exit, stdout, stderr } = await installation.cli('doctor', '--data', installation.data, ...options)
  expect([exit, stdout, stderr]).toEqual([0, expect.stringContaining('sound'), ''])
}
