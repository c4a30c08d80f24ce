import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@jest/globals'
import { withInstallation, type Installation } from '../../e2e/installation.ts'
import { IteronProcess, type Ended } from '../../e2e/iteron-process.ts'
import { until } from '../../e2e/processes.ts'
import type { Random } from '../../protocol-model/random.ts'
import { fault, inForm, randomFor } from '../fault.ts'
import type { Books } from '../kill/accounting.ts'
import { booksAtRest } from '../kill/books-at-rest.ts'
import { differences } from '../kill/comparing.ts'
import { prepareWorkload } from '../kill/workload.ts'

const ARGUMENTS = ['--slots', '4']
const { sizes, kills } = inForm({
  short: { sizes: { albums: 2, fan: 2, piles: 1, notes: 4 }, kills: 3 },
  long: { sizes: { albums: 4, fan: 4, piles: 4, notes: 20 }, kills: 15 },
  soak: { sizes: { albums: 20, fan: 5, piles: 20, notes: 100 }, kills: 100 },
})
const COMMAND_MS = 60_000
const MINUTE_MS = 60_000

/** How many files there are below a folder. */
function filesIn(folder: string): number {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .length
}

/**
 * Runs a command, killed again and again when the folder has a random number of files more than before, and in the end
 * not. Returns how often it was killed, and what the last one did; nothing if it was killed when all was done.
 */
async function killedAndRepeated(
  installation: Installation,
  args: readonly string[],
  folder: string,
  random: Random,
  between: () => Promise<void> = async () => undefined,
  isDone: () => boolean = () => false,
): Promise<{ killed: number; ended?: Ended }> {
  const start = () =>
    new IteronProcess(args, {
      cwd: installation.folder,
      environment: { ITERON_ENDPOINT: installation.grpc },
    })
  let killed = 0
  for (let n = 0; n < kills; n++) {
    const command = start()
    const enough = filesIn(folder) + random.below(n % 2 === 0 ? 30 : 300)
    let over = false
    void command.ended.then(() => (over = true))
    await until('the command has got somewhere', () => over || filesIn(folder) > enough, COMMAND_MS)
    command.signal('SIGKILL')
    const ended = await command.ended
    if (ended.signal !== 'SIGKILL') return { killed, ended }
    killed += 1
    if (isDone()) return { killed }
    await between()
  }
  return { killed, ended: await start().end(COMMAND_MS) }
}

/** All that was published has come to rest, and is what it should be. */
async function closeBooks(installation: Installation, roots: readonly string[]): Promise<Books> {
  const books = await booksAtRest(installation.client, roots, sizes)
  const doctor = await installation.client.all('server', 'RunDoctor', { verifyFiles: true })
  expect(doctor.flatMap(({ finding }) => finding ?? [])).toEqual([])
  return books
}

fault(
  {
    fault: 'kill -9 of a backup under load, and of the restore, at any moment, again and again',
    holds:
      'repeated, both come to their end; the restored installation does all that was accepted, with the same ids and bytes as the first; half restored, it is refused',
    limitMs: inForm({ short: 2 * MINUTE_MS, long: 5 * MINUTE_MS, soak: 20 * MINUTE_MS }),
  },
  async () => {
    const random = randomFor('backup')
    await withInstallation({ arguments: ARGUMENTS }, async (first) => {
      await first.start()
      const events = await prepareWorkload(first.client, sizes)
      const roots: string[] = []
      for (const event of events) roots.push(await first.client.publish(event))
      const dir = path.join(first.folder, 'backup')
      const backup = await killedAndRepeated(first, ['backup', dir], dir, random)
      expect([backup.ended?.exit, backup.ended?.stderr, first.server.stderr]).toEqual([0, '', ''])
      expect(backup.killed).toBeGreaterThan(0)
      const verified = await first.cli('backup', dir, '--verify')
      expect([verified.exit, verified.stderr]).toEqual([0, ''])
      const books = await closeBooks(first, roots)

      await withInstallation({ arguments: ARGUMENTS }, async (second) => {
        let isRefused = false
        const refused = async () => {
          if (isRefused || !existsSync(path.join(second.data, 'restore.json'))) return
          isRefused = true
          const { exit, stderr } = await second.cli('up', '--data', second.data)
          expect([exit, stderr]).toEqual([5, expect.stringContaining('only half restored')])
        }
        const command = ['restore', dir, '--data', second.data]
        // the last thing that it does is to remove its mark
        const isDone = () =>
          existsSync(path.join(second.data, 'iteron.db')) &&
          !existsSync(path.join(second.data, 'restore.json'))
        const restore = await killedAndRepeated(second, command, second.data, random, refused, isDone)
        const { exit, stderr } = restore.ended ?? { exit: 0, stderr: '' }
        expect([exit, stderr]).toEqual([0, ''])
        expect([restore.killed > 0, isRefused]).toEqual([true, true])
        process.stdout.write(`killed: ${backup.killed} backups, ${restore.killed} restores\n`)
        await second.start()
        const restored = await closeBooks(second, roots)
        expect(differences(restored, books)).toEqual([])
      })
    })
  },
)
