import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { jobId } from '../../../core/model/identity.ts'
import type { Client } from '../../e2e/client.ts'
import type { Random } from '../../protocol-model/random.ts'
import type { Gate } from './gate.ts'
import { someOf } from './leaving.ts'
import type { Ledger, Root } from './ledger.ts'
import type { Load } from './load.ts'
import { stampLabelled } from './modules.ts'
import type { ServerLink } from './server-link.ts'
import type { Strangers } from './strangers.ts'

const BETWEEN_MS = 400
const WATCHED_MS = 500
const PAUSED_MS = 1500
const PARCEL_BYTES = 200_000

export interface VisitorsOptions {
  readonly link: ServerLink
  readonly gate: Gate
  readonly ledger: Ledger
  readonly load: Load
  readonly random: Random
  readonly modules: ReadonlyMap<string, string>
  readonly strangers: Strangers
}

/** What clients do besides publishing, one thing after another. */
export class Visitors {
  readonly #options: VisitorsOptions
  readonly #visits: readonly (() => Promise<void>)[]
  #labels = 0

  constructor(options: VisitorsOptions) {
    this.#options = options
    const { strangers } = options
    this.#visits = [
      () => this.#parcel(),
      () => this.#lists(),
      () => this.#lookedUp(),
      () => this.#watch(),
      () => this.#verify(),
      () => this.#again(),
      () => this.#contradiction(),
      () => this.#pauseModule(),
      () => this.#newVersion(),
      () => strangers.requests(),
      () => strangers.calls(),
      () => strangers.bytes(),
    ]
  }

  /** Until it is told to stop. */
  async run(signal: AbortSignal): Promise<void> {
    const { gate, random } = this.#options
    while (!signal.aborted) {
      await gate.through(random.pick(this.#visits))
      await pause(BETWEEN_MS)
    }
  }

  /** Uploads a file, has it kept by a module, compares what it gets back, and deletes what it uploaded. */
  async #parcel(): Promise<void> {
    const { link, ledger, load, modules, random } = this.#options
    const content = random.chance(0.5)
      ? randomBytes(random.below(PARCEL_BYTES))
      : Buffer.from('always the same')
    const repeats = link.repeats
    const artifact = await link.call((client) => client.upload({ 'a/parcel': content }))
    if (link.repeats > repeats) ledger.unansweredUploads += link.repeats - repeats
    ledger.uploads.set(artifact, 'kept')
    const [root] = await load.publish(['parcel'], [{ artifact, path: 'a/parcel' }])
    await link.follows(root!.key)
    await link.call(async (client) => {
      const { artifacts } = await client.job(jobId(root!.key, modules.get('keep')!))
      const kept = (await client.files(artifacts[0] ?? '')).get('a/parcel')
      if (kept?.equals(content) !== true) throw new Error(`${root!.name} is not the file that was uploaded`)
    })
    if (random.chance(0.3)) return
    await link.call((client) => deleted(client, artifact))
    ledger.uploads.set(artifact, 'deleted')
  }

  async #lists(): Promise<void> {
    const { random } = this.#options
    const page = { pageSize: random.pick([1, 50, 1000]) }
    await this.#options.link.call(async (client) => {
      const { nextPageToken } = await client.call('jobs', 'ListJobs', page)
      await client.call('jobs', 'ListJobs', { ...page, pageToken: nextPageToken })
      await client.call('events', 'ListEvents', { ...page, type: random.pick(['', 'soak.note', 'soak.dot']) })
      await client.call('artifacts', 'ListArtifacts', { ...page, module: random.pick(['', 'paint']) })
      await client.call('traces', 'ListTraces', page)
      await client.call('server', 'GetStatus', {})
      await client.call('server', 'GetStatistics', {})
      await fetched(`http://${this.#options.link.installation.http}/metrics`)
    })
  }

  /** Everything about one of the last events; it may have expired. */
  async #lookedUp(): Promise<void> {
    const root = this.#recent()
    if (root === undefined) return
    await this.#options.link.call(async (client) => {
      await client.call('events', 'GetEvent', { event: root.key })
      await client.call('lineage', 'QueryLineage', { subject: root.key, direction: 'down' })
      const { jobs } = await client.call('jobs', 'ListJobs', { event: root.key })
      for (const { id } of jobs) await client.call('jobs', 'ExplainJob', { job: id })
    })
  }

  /** Streams that are opened and broken off. */
  async #watch(): Promise<void> {
    await this.#options.link.call(async (client) => {
      const settings = { timeoutMs: WATCHED_MS }
      const streams = [
        client.connection.stream('jobs', 'WatchJobs', {}, settings),
        client.connection.stream('jobs', 'WatchJobs', { type: 'soak.note', skipFinal: true }, settings),
        client.connection.stream('jobs', 'WatchJobs', { module: 'paint' }, settings),
      ]
      await Promise.all(streams.map((stream) => someOf(stream, this.#options.random.below(30))))
    })
  }

  async #verify(): Promise<void> {
    await this.#options.link.call(async (client) => {
      const { artifacts } = await client.call('artifacts', 'ListArtifacts', { pageSize: 20, module: 'paint' })
      if (artifacts.length === 0) return
      const ids = artifacts.map(({ id }) => id)
      for (const { problem } of await client.all('artifacts', 'VerifyArtifacts', { artifacts: ids }))
        if ((problem ?? '') !== '') throw new Error(`a file is damaged: ${String(problem)}`)
    })
  }

  /** The same events again, as from a client that didn't hear the answer. */
  async #again(): Promise<void> {
    const { ledger, random, link } = this.#options
    const some = ledger.list.length === 0 ? [] : Array.from({ length: 5 }, () => random.pick(ledger.list))
    if (some.some(hasPassed)) return
    const events = some.map(({ event }) => event)
    const answer = await link.call((client) => client.call('events', 'PublishEvents', { events }))
    answer.events.forEach(({ key }, index) => {
      if (key !== some[index]!.key) throw new Error(`${some[index]!.name} was taken as another event`)
    })
  }

  /** The id of an event with other content. */
  async #contradiction(): Promise<void> {
    const root = this.#recent()
    if (root === undefined || hasPassed(root)) return
    const { ledger, link } = this.#options
    ledger.conflicting.add(root.key)
    const events = [{ ...root.event, dataJson: '{"name":"another"}' }]
    await link.call((client) => client.call('events', 'PublishEvents', { events }))
  }

  async #pauseModule(): Promise<void> {
    const { link, random } = this.#options
    const module = random.pick(['stamp', 'paint', 'page-join', 'catch'])
    await link.call((client) => client.call('modules', 'PauseModule', { module }))
    await pause(PAUSED_MS)
    await link.call((client) => client.call('modules', 'ResumeModule', { module }))
  }

  async #newVersion(): Promise<void> {
    const specJson = JSON.stringify(stampLabelled(`label-${(this.#labels += 1)}`))
    await this.#options.link.call((client) =>
      client.call('modules', 'UpdateModule', { module: 'stamp', specJson }),
    )
  }

  #recent(): Root | undefined {
    const { ledger, random } = this.#options
    return ledger.list.at(-1 - random.below(Math.max(1, Math.min(200, ledger.list.length))))
  }
}

/** Its file is deleted: what names it is refused before anyone asks whether the event is known. */
function hasPassed({ kind }: Root): boolean {
  return kind === 'parcel'
}

/** Deletes an artifact; one that is deleted already stays so. */
async function deleted(client: Client, artifact: string): Promise<void> {
  const { deletedAtMs } = await client.call('artifacts', 'GetArtifact', { artifact })
  if (deletedAtMs === undefined || deletedAtMs === 0)
    await client.call('artifacts', 'DeleteArtifact', { artifact })
}

async function fetched(url: string): Promise<void> {
  const response = await fetch(url, { headers: { connection: 'close' } })
  await response.text()
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
}
