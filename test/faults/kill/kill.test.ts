import { cpSync } from 'node:fs'
import { expect } from '@jest/globals'
import { inParallel } from '../../../core/parallel.ts'
import type { NewEvent } from '../../../proto/generated/iteron/v1/NewEvent.ts'
import { withInstallation, type Installation } from '../../e2e/installation.ts'
import { Random } from '../../protocol-model/random.ts'
import { fault, inForm, randomFor } from '../fault.ts'
import type { Books } from './accounting.ts'
import { booksAtRest } from './books-at-rest.ts'
import { differences, differencesOfStructure } from './comparing.ts'
import { unowned } from './data-folder.ts'
import { Killer } from './killer.ts'
import { prepareWorkload } from './workload.ts'

const ARGUMENTS = ['--slots', '4']
const { sizes, kills } = inForm({
  short: { sizes: { albums: 2, fan: 2, piles: 2, notes: 8 }, kills: 10 },
  long: { sizes: { albums: 8, fan: 5, piles: 4, notes: 20 }, kills: 50 },
  soak: { sizes: { albums: 16, fan: 5, piles: 10, notes: 40 }, kills: 250 },
})
/** Installations that are killed beside each other, each so often: most of a round is waiting. */
const BESIDE = inForm({ short: 1, long: 1, soak: 4 })
/** A start that takes longer fails the test; how long they take is printed. Milliseconds. */
const START_MS = 15_000
/** From so many kills on, some come at the sign of each phase. */
const SURE_OF_EACH_PHASE = 50
const MINUTE_MS = 60_000
const LIMIT_MS = inForm({ short: 3 * MINUTE_MS, long: 10 * MINUTE_MS, soak: 45 * MINUTE_MS })
/** Part of the time that is for the kills. */
const KILLING = 0.7

/** Waits until all is at rest, reads everything, stops, and says what is wrong by itself. */
async function closeBooks(installation: Installation, roots: Iterable<string>): Promise<Books> {
  const books = await booksAtRest(installation.client, roots, sizes)
  const online = await installation.cli('doctor', '--verify-files')
  expect([online.stdout, online.stderr, online.exit]).toEqual([expect.stringContaining('sound'), '', 0])
  await installation.stop()
  const offline = await installation.cli('doctor', '--data', installation.data)
  expect([offline.stdout, offline.stderr, offline.exit]).toEqual([expect.stringContaining('sound'), '', 0])
  expect(unowned(installation.data, books)).toEqual([])
  return books
}

/** The same work in a copy of the installation, so that every id that is derived is the same. */
async function undisturbed(template: string, roots: readonly NewEvent[]): Promise<Books> {
  let books: Books | undefined
  await withInstallation({ arguments: ARGUMENTS }, async (installation) => {
    cpSync(template, installation.data, { recursive: true })
    await installation.start()
    const keys: string[] = []
    for (const root of roots) keys.push(await installation.client.publish(root))
    books = await closeBooks(installation, keys)
  })
  return books!
}

fault(
  {
    fault:
      'kill -9 at any moment of intake, prepare, module, commit, relay, join and startup, again and again',
    holds:
      'what an undisturbed run gives, byte for byte: each event, job, artifact and join once; nothing is left over',
    limitMs: LIMIT_MS,
  },
  async () => {
    const random = randomFor('kill')
    const each = Array.from({ length: BESIDE }, () => new Random(random.below(2 ** 31)))
    await inParallel(each, BESIDE, async (random, index) => {
      await killedAgainAndAgain(random).catch((error: unknown) => {
        throw new Error(`installation ${index}: ${String(error)}`, { cause: error })
      })
    })
  },
)

async function killedAgainAndAgain(random: Random): Promise<void> {
  await withInstallation({ arguments: ARGUMENTS }, async (installation) => {
    await installation.start()
    const roots = await prepareWorkload(installation.client, sizes)
    await installation.stop()
    const template = `${installation.folder}/template`
    cpSync(installation.data, template, { recursive: true })
    const limitMs = KILLING * LIMIT_MS
    const killer = new Killer({ installation, arguments: ARGUMENTS, roots, kills, random, limitMs })
    await killer.run()
    expect(killer.publisher.accepted.size).toBe(roots.length)
    const books = await closeBooks(installation, killer.publisher.accepted)
    process.stdout.write(killer.report(books.attempts.length - books.jobs.length))
    const calm = await undisturbed(template, roots)
    expect(differences(books, calm)).toEqual([])
    expect(differencesOfStructure(books, calm)).toEqual([])
    if (kills >= SURE_OF_EACH_PHASE) expect(Object.values(killer.hits)).not.toContain(0)
    expect(killer.recovery.worstReadyMs).toBeLessThan(START_MS)
  })
}
