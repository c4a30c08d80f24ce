import { digestOf } from '../../../core/model/identity.ts'
import type { Client, Job } from '../../e2e/client.ts'
import { textOfAlbum } from '../album-scripts.ts'
import { attemptsOf, type Books } from '../kill/accounting.ts'
import { each } from '../whole-lists.ts'
import { digestIn, type Account } from './account.ts'
import { attemptStates, eventLine, jobLine } from './kinds.ts'
import { kindOf, type Ledger } from './ledger.ts'
import { FAN } from './modules.ts'

const SHOWN = 20

/** Where the account isn't what must have become of everything that was published, a sentence for each; the first ones. */
export function deviations(account: Account, ledger: Ledger): string[] {
  const { events, jobs, artifacts } = account
  const tallies = talliesOf(account)
  const ours = [...ledger.roots.values()].flatMap(({ key, name, kind }) =>
    differences(name, tallies.get(key) ?? new Map<string, number>(), kindOf(kind).becomes),
  )
  const strange = events.filter(({ root }) => !ledger.roots.has(root))
  const strangeJobs = jobs.filter(({ root }) => !ledger.roots.has(root))
  const found = new Set(strange.map(({ id }) => id))
  return [
    ...ours,
    ...strange
      .filter(({ type, state }) => type.startsWith('soak.') || state !== 'handled')
      .map(({ key, type, state }) => `nobody published the event ${key} of ${type}, which is ${state}`),
    ...strangeJobs.map(({ id, module }) => `nobody caused the job ${id} of ${module}`),
    ...[...ledger.strangers].filter((id) => !found.has(id)).map((id) => `the accepted event ${id} is gone`),
    ...twice(
      'event',
      events.map(({ key }) => key),
    ),
    ...twice(
      'artifact',
      artifacts.map(({ id }) => id),
    ),
    ...events
      .filter(({ key, conflicts }) => ledger.roots.has(key) && conflicts > 0 && !ledger.conflicting.has(key))
      .map(({ key, conflicts }) => `the event ${key} has ${conflicts} conflicts`),
    ...jobs.flatMap(attemptFaults),
    ...uploadFaults(account, ledger),
  ].slice(0, SHOWN)
}

/** Root → line → how often. */
function talliesOf({ events, jobs, artifacts }: Account): Map<string, Map<string, number>> {
  const tallies = new Map<string, Map<string, number>>()
  const add = (root: string, line: string) => {
    const tally = tallies.get(root) ?? new Map<string, number>()
    tally.set(line, (tally.get(line) ?? 0) + 1)
    tallies.set(root, tally)
  }
  const made = new Map<string, { artifacts: number; files: number }>()
  for (const { job, fileCount } of artifacts) {
    if (job === undefined || job === '') continue
    const { artifacts: count, files } = made.get(job) ?? { artifacts: 0, files: 0 }
    made.set(job, { artifacts: count + 1, files: files + fileCount })
  }
  for (const { root, type, state } of events) add(root, eventLine(type.replace(/^soak\./, ''), state))
  for (const { root, id, module, state, outputEvents: outputs } of jobs)
    add(
      root,
      jobLine({ module, state, events: outputs ?? 0, ...(made.get(id) ?? { artifacts: 0, files: 0 }) }),
    )
  return tallies
}

function differences(
  name: string,
  found: ReadonlyMap<string, number>,
  wanted: Readonly<Record<string, number>>,
) {
  const lines = [...new Set([...found.keys(), ...Object.keys(wanted)])]
  return lines
    .filter((line) => (found.get(line) ?? 0) !== (wanted[line] ?? 0))
    .map((line) => `${name}: ${found.get(line) ?? 0} × ${line}, and should be ${wanted[line] ?? 0}`)
}

function twice(what: string, keys: readonly string[]): string[] {
  const seen = new Set<string>()
  return keys
    .filter((key) => seen.size === seen.add(key).size)
    .map((key) => `the ${what} ${key} is there twice`)
}

/** Each attempt ended as its module does, or was lost; numbers have no gap. */
function attemptFaults({ id, module, expiredAtMs, attemptList }: Job): string[] {
  if ((expiredAtMs ?? 0) > 0) return []
  const whole = attemptList.every(
    ({ number, state }, index) =>
      number === index + 1 && (state === 'lost' || attemptStates(module, number).includes(state)),
  )
  const states = attemptList.map(({ number, state }) => `${number} ${state}`).join(', ')
  return whole ? [] : [`the job ${id} of ${module} has the attempts ${states}`]
}

/** What clients uploaded is there, and what they deleted isn't; no more than what they can't know of. */
function uploadFaults({ artifacts }: Account, { uploads, unansweredUploads }: Ledger): string[] {
  const ofClients = new Map(artifacts.filter(({ job }) => (job ?? '') === '').map((one) => [one.id, one]))
  const wrong = [...uploads].filter(
    ([id, state]) =>
      !ofClients.has(id) || (state === 'deleted') !== (ofClients.get(id)!.deletedAtMs ?? 0) > 0,
  )
  const unknown = [...ofClients.keys()].filter((id) => !uploads.has(id)).length
  return [
    ...wrong.map(([id, state]) => `the upload ${id} isn't ${state}`),
    ...(unknown > unansweredUploads
      ? [`${unknown} artifacts of clients, of ${unansweredUploads} unanswered`]
      : []),
  ]
}

/** Albums whose join didn't write what its parts wrote. */
export async function wrongAlbums(
  client: Client,
  { jobs, artifacts }: Account,
  ledger: Ledger,
): Promise<string[]> {
  const artifactOf = new Map(artifacts.map(({ id, job }) => [job ?? '', id]))
  const joins = jobs.filter(({ module }) => module === 'album-join')
  const digests = await each(joins, async ({ id }) => await digestIn(client, artifactOf.get(id) ?? ''))
  return joins.flatMap(({ root }, index) => {
    const { name = '' } = ledger.roots.get(root) ?? {}
    return digests[index] === digestOf(textOfAlbum(name, FAN)) ? [] : [`${name} isn't joined of its parts`]
  })
}

/** What must be in the blob store, in the form in which the data folder is compared with it. */
export function booksOf({ jobs, artifacts }: Account): Books {
  return {
    faults: [],
    events: [],
    jobs: [],
    artifacts: artifacts.filter(({ deletedAtMs }) => (deletedAtMs ?? 0) === 0),
    attempts: jobs.flatMap(attemptsOf),
  }
}

/** Half of the notes since then took at most so long from their making to their end, in the first and the last quarter, ms. */
export function latencies({ jobs }: Account, sinceMs: number): { first: number; last: number } {
  const notes = jobs
    .filter(({ module, createdAtMs }) => module === 'stamp' && createdAtMs >= sinceMs)
    .filter(({ endedAtMs }) => (endedAtMs ?? 0) > 0)
    .sort((left, right) => left.createdAtMs - right.createdAtMs)
    .map(({ createdAtMs, endedAtMs }) => endedAtMs! - createdAtMs)
  const quarter = Math.ceil(notes.length / 4)
  return { first: median(notes.slice(0, quarter)), last: median(notes.slice(-quarter)) }
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0
}
