import { describe, expect, test } from '@jest/globals'
import type { Job } from '../../e2e/client.ts'
import { withInstallation } from '../../e2e/installation.ts'
import { fault, inForm, randomFor } from '../fault.ts'
import type { Account } from './account.ts'
import { deviations } from './judging.ts'
import { Ledger } from './ledger.ts'
import { probed, type Reading } from './readings.ts'
import { Soak } from './soak.ts'
import { leaks } from './verdicts.ts'

const MINUTE_MS = 60_000
const MINUTES = Number(process.env['ITERON_SOAK_MINUTES'] ?? inForm({ short: 0.5, long: 0.4, soak: 20 }))
/** For measuring the peak, coming to rest, and reading everything in the end. */
const REST_MS = 5 * MINUTE_MS
/** The server's working folder is the test's. */
const PROBE = '/proc/self/cwd/probe.json'

fault(
  {
    fault:
      'all of it at once at half of peak: trees, failing and hostile modules, clients of all kinds, hostile input, cancels, redrives, pauses, gc, backups, kill -9, SIGSTOP',
    holds:
      'memory, descriptors, handles, threads and files stay flat, jobs take no longer in the end; each event led to exactly what it must',
    form: 'long',
    limitMs: MINUTES * 1.1 * MINUTE_MS + REST_MS,
  },
  async () => {
    const options = { arguments: ['--slots', '4', '--log-level', 'error'], environment: probed(PROBE) }
    await withInstallation(options, async (installation) => {
      const soak = new Soak(installation, randomFor('soak'), MINUTES * MINUTE_MS)
      expect(await soak.run()).toEqual([])
    })
  },
)

const MB = 1024 * 1024

/** Ten readings, a minute from each to the next, of a server that holds what `change` says at each. */
function life(change: (minute: number) => Partial<Reading>): Reading[] {
  return Array.from({ length: 10 }, (_, minute) => ({
    atMs: minute * 60_000,
    pid: 1,
    heapBytes: 40 * MB + (minute % 2) * 300_000, // as it differs from one collection to the next
    externalBytes: 5 * MB,
    anonymousBytes: 140 * MB,
    files: 47 + (minute % 2),
    threads: 13,
    children: 5,
    resources: { PipeWrap: 11 },
    workspaces: 0,
    control: 8,
    temporary: 0,
    databaseBytes: 10 * MB + minute * 5 * MB,
    logBytes: 8 * MB,
    documents: 10_000 + minute * 5000,
    ...change(minute),
  }))
}

describe('what a server at rest holds', () => {
  test('may fill caches first, and is flat then', () => {
    expect(leaks(life((minute) => ({ anonymousBytes: Math.min(150, 100 + 20 * minute) * MB })))).toEqual([])
  })

  test('may give memory back for a while', () => {
    const megabytes = [227, 220, 185, 226, 219, 165, 229, 222, 231, 228]
    expect(leaks(life((minute) => ({ anonymousBytes: megabytes[minute]! * MB })))).toEqual([])
  })

  test.each([
    ['the heap', (minute: number) => ({ heapBytes: (40 + 1.2 * minute) * MB })],
    ['the memory', (minute: number) => ({ anonymousBytes: (140 + 3 * minute) * MB })],
    ['file descriptors', (minute: number) => ({ files: 47 + minute })],
    ['threads', (minute: number) => ({ threads: 13 + minute })],
    ['processes', (minute: number) => ({ children: 5 + minute })],
    ['control files', (minute: number) => ({ control: 8 + minute })],
    ['Timeout handles', (minute: number) => ({ resources: { PipeWrap: 11, Timeout: minute } })],
    ['workspaces', (minute: number) => ({ workspaces: minute === 5 ? 1 : 0 })],
    ['files in blobs/.tmp', (minute: number) => ({ temporary: minute === 5 ? 1 : 0 })],
    ['the write-ahead log', (minute: number) => ({ logBytes: minute * 10 * MB })],
    ['the database', () => ({ documents: 10_000 })],
  ])('is told to grow: %s', (what, change) => {
    expect(leaks(life(change))).toContainEqual(expect.stringContaining(what))
  })
})

const ARTIFACT = { id: 'a', job: 'j', fileCount: 1 }

/** An event that was published and its one job, as they must be; then changed. */
function deviationsOf(change: (account: Account) => Partial<Account>): string[] {
  const ledger = new Ledger()
  ledger.enter({ kind: 'note', name: 'note-1', key: 'e', event: {} })
  const account = {
    events: [{ key: 'e', id: 'note-1', root: 'e', type: 'soak.note', state: 'handled', conflicts: 0 }],
    jobs: [jobOf({})],
    artifacts: [ARTIFACT],
  } as unknown as Account
  return deviations({ ...account, ...change(account) }, ledger)
}

function jobOf(more: object): Job {
  const attemptList = [
    { number: 1, state: 'lost' },
    { number: 2, state: 'succeeded' },
  ]
  const job = { id: 'j', module: 'stamp', root: 'e', state: 'succeeded', outputEvents: 0, attemptList }
  return { ...job, ...more } as unknown as Job
}

describe('what became of what was published', () => {
  test('is exactly what must have', () => {
    expect(deviationsOf(() => ({}))).toEqual([])
  })

  test.each([
    ['an event is missing', () => ({ events: [] })],
    ['a job is missing', () => ({ jobs: [] })],
    ['a job is there twice', ({ jobs }: Account) => ({ jobs: [...jobs, jobOf({ id: 'k' })] })],
    ['an artifact is missing', () => ({ artifacts: [] })],
    [
      'an artifact counts twice',
      () => ({ artifacts: [ARTIFACT, { ...ARTIFACT, id: 'b' }] as unknown as Account['artifacts'] }),
    ],
    ['a job has failed', () => ({ jobs: [jobOf({ state: 'failed' })] })],
    [
      'an attempt failed that should not',
      () => ({ jobs: [jobOf({ attemptList: [{ number: 1, state: 'failed' }] })] }),
    ],
    [
      'an attempt is missing',
      () => ({ jobs: [jobOf({ attemptList: [{ number: 2, state: 'succeeded' }] })] }),
    ],
    ['a job has another root', ({ jobs }: Account) => ({ jobs: [...jobs, jobOf({ id: 'k', root: 'x' })] })],
    [
      'an upload is unknown',
      ({ artifacts }: Account) => ({
        artifacts: [...artifacts, { id: 'u', fileCount: 1 }] as unknown as Account['artifacts'],
      }),
    ],
  ])('is told to differ: %s', (_what, change) => {
    expect(deviationsOf(change)).not.toEqual([])
  })
})
