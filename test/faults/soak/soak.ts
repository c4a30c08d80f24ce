import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Installation } from '../../e2e/installation.ts'
import { peakResidentBytes, residentBytes } from '../../e2e/processes.ts'
import type { Random } from '../../protocol-model/random.ts'
import { unowned } from '../kill/data-folder.ts'
import { accountOf, type Account } from './account.ts'
import { Carer } from './carer.ts'
import { direct, scheduled } from './director.ts'
import { Gate } from './gate.ts'
import { Housekeeping } from './housekeeping.ts'
import { booksOf, deviations, latencies, wrongAlbums } from './judging.ts'
import { Ledger } from './ledger.ts'
import { Load } from './load.ts'
import { registerModules } from './modules.ts'
import { readingOf, type Reading } from './readings.ts'
import { ServerLink } from './server-link.ts'
import { Strangers } from './strangers.ts'
import { describe, leaks, mb } from './verdicts.ts'
import { Visitors } from './visitors.ts'

const MINUTE_MS = 60_000
const REST_MS = 180_000
const LOOK_MS = 100
/** Part of the time in which the peak is measured, and at most. */
const MEASURED = { part: 0.1, mostMs: 20_000 }
const EVERY_MS = { gc: 45_000, doctor: 150_000, backup: 240_000 }
const KILL_WITHIN_MS = 700
const STOPPED_MS = { least: 1000, most: 5000 }
/** Half of the jobs in the last quarter take at most so many times as long as in the first; below the second number nobody asks. */
const SLOWER = { factor: 2, leastMs: 400 }
/** Rests from one whose records are counted to the next; so are those of the last. */
const COUNTED_EVERY = 3
/** In a shorter time a kill or a neighbour decides how long jobs take. */
const TELLING_MS = 10 * MINUTE_MS
/** A server that has done little takes 110 to 150 MB; calls with large messages, a backup and doctor come on top. */
const MOST_RESIDENT_BYTES = 512 * 1024 * 1024

/** A server at half of its peak for a time, with everything that may happen to it; then the books are closed. */
export class Soak {
  readonly #installation: Installation
  readonly #random: Random
  readonly #totalMs: number
  readonly #link: ServerLink
  readonly #gate = new Gate()
  readonly #ledger = new Ledger()
  readonly #began = performance.now()
  readonly #readings: Reading[] = []
  readonly #housekeeping: Housekeeping
  /** The most memory that each life had in use. */
  readonly #peaks: number[] = []
  /** When work began to come at half of peak; `Date.now()`. */
  #pacedFromMs = 0
  #modules: ReadonlyMap<string, string> = new Map()
  #load!: Load
  #visitors!: Visitors

  constructor(installation: Installation, random: Random, totalMs: number) {
    this.#installation = installation
    this.#random = random
    this.#totalMs = totalMs
    this.#link = new ServerLink(installation)
    this.#housekeeping = new Housekeeping(this.#link)
  }

  /** What was wrong, each in a sentence. */
  async run(): Promise<string[]> {
    await this.#link.start()
    await this.#prepare()
    const peak = await this.#load.peak(Math.min(MEASURED.mostMs, MEASURED.part * this.#totalMs))
    this.#tell(
      `the peak is ${peak.toFixed(1)} jobs/s; at half of it for ${this.#totalMs / MINUTE_MS} minutes`,
    )
    this.#pacedFromMs = Date.now()
    const before = this.#load.done
    const from = performance.now()
    await this.#live(peak / 2)
    const rate = ((this.#load.done - before) * 1000) / (performance.now() - from)
    this.#tell(
      `${rate.toFixed(1)} jobs/s, publishing held back for ${(this.#load.heldMs / 1000).toFixed(0)} s`,
    )
    return await this.#gate.closed(() => this.#closed())
  }

  async #prepare(): Promise<void> {
    const { client, folder } = this.#installation
    const places = { mended: path.join(folder, 'mended') }
    this.#modules = await registerModules(client, places)
    const shared = await client.upload({ shared: 'all notes have this line\n' })
    this.#ledger.uploads.set(shared, 'kept')
    const common = { link: this.#link, gate: this.#gate, ledger: this.#ledger, random: this.#random }
    const carer = new Carer({ ...common, places, modules: this.#modules })
    this.#load = new Load({ ...common, carer, shared })
    const known = [...this.#modules.values(), ...this.#modules.keys(), shared]
    const strangers = new Strangers(this.#link, this.#ledger, this.#random, known)
    this.#visitors = new Visitors({ ...common, load: this.#load, modules: this.#modules, strangers })
  }

  /** Everything at once, until the time is over or something is wrong. */
  async #live(rate: number): Promise<void> {
    const end = new AbortController()
    const { signal } = end
    const schedule = scheduled(this.#totalMs, this.#random)
    let rests = schedule.filter(({ what }) => what === 'rest').length
    const acts = {
      kill: () => this.#kill(),
      stop: () => this.#stop(),
      rest: () => this.#rest((rests -= 1) === 0),
    }
    const directing = direct(schedule, this.#totalMs, acts, signal)
    const all = [
      this.#load.run(rate, signal),
      this.#visitors.run(signal),
      this.#every('gc', signal),
      this.#every('doctor', signal),
      this.#every('backup', signal),
      this.#progress(signal),
      directing.finally(() => end.abort()),
    ]
    try {
      await Promise.all(all)
    } finally {
      end.abort()
      await Promise.allSettled(all)
    }
  }

  /** A command of the operator now and then; in a short time each at least once. */
  async #every(command: keyof typeof EVERY_MS, signal: AbortSignal): Promise<void> {
    const everyMs = Math.min(EVERY_MS[command], 0.4 * this.#totalMs)
    while (await passed(everyMs, signal)) await this.#gate.through(() => this.#housekeeping[command]())
  }

  /** In the middle of work, at a random instant. */
  async #kill(): Promise<void> {
    await this.#load.burst()
    await pause(this.#random.next() * KILL_WITHIN_MS)
    this.#tell(`kill ${this.#link.kills + 1}; it had ${this.#memory()}`)
    this.#lifeEnds()
    await this.#link.killAndStart()
  }

  async #stop(): Promise<void> {
    const { least, most } = STOPPED_MS
    await this.#link.stopped(() =>
      pause(Math.min(0.05 * this.#totalMs, least + this.#random.next() * (most - least))),
    )
  }

  /** Everything comes to rest, and it is read what the server holds then. */
  async #rest(isLast: boolean): Promise<void> {
    await this.#gate.closed(async () => {
      await this.#settled()
      const reading = await readingOf(this.#installation, path.join(this.#installation.folder, 'probe.json'))
      const counted = this.#readings.length % COUNTED_EVERY === 0 || isLast
      this.#readings.push(counted ? { ...reading, documents: await this.#documents() } : reading)
      this.#tell(`at rest: ${describe(this.#readings.at(-1)!)}`)
    })
  }

  /** How many records there are, which only a pass over all of them says. */
  async #documents(): Promise<number> {
    const messages = await this.#installation.client.all('server', 'RunDoctor', {})
    return messages.at(-1)?.summary?.documents ?? 0
  }

  /** No job is open any more. */
  async #settled(): Promise<void> {
    const end = performance.now() + REST_MS
    while ((await this.#load.count()) > 0) {
      if (performance.now() > end)
        throw new Error(`${this.#load.open} jobs are still open after ${REST_MS} ms`)
      await pause(LOOK_MS)
    }
  }

  async #progress(signal: AbortSignal): Promise<void> {
    const from = performance.now()
    for (let before = this.#load.done; await passed(MINUTE_MS, signal); before = this.#load.done) {
      const minutes = ((performance.now() - from) / MINUTE_MS).toFixed(0)
      const rate = ((this.#load.done - before) / 60).toFixed(1)
      this.#tell(
        `${minutes} min: ${rate} jobs/s, ${this.#load.done} done, ${this.#load.open} open, ${this.#link.isUp ? this.#memory() : 'down'}`,
      )
    }
  }

  async #closed(): Promise<string[]> {
    await this.#settled()
    const { client } = this.#installation
    const notFreed = await this.#housekeeping.lastGc()
    await this.#housekeeping.verifyBackup()
    const online = await this.#housekeeping.run('doctor', '--verify-files', '--blobs')
    const account = await accountOf(client, this.#ledger, this.#modules)
    const wrong = [
      ...deviations(account, this.#ledger),
      ...(await wrongAlbums(client, account, this.#ledger)),
    ]
    const { stderr } = this.#installation.server
    this.#lifeEnds()
    await this.#installation.stop()
    this.#report(account)
    return [
      ...wrong,
      ...notFreed,
      ...leaks(this.#readings),
      ...(this.#totalMs < TELLING_MS ? [] : slower(latencies(account, this.#pacedFromMs))),
      ...this.#peaks
        .filter((bytes) => bytes > MOST_RESIDENT_BYTES)
        .map((bytes) => `a life took ${mb(bytes)}`),
      ...(online.exit === 0 ? [] : [`doctor finds ${online.stdout}`]),
      ...(stderr === '' ? [] : [`the server logged ${stderr.slice(0, 2000)}`]),
      ...unowned(this.#installation.data, booksOf(account)).slice(0, 20),
    ]
  }

  #report(account: Account): void {
    const { events, jobs, artifacts } = account
    const { gc, backup, doctor } = this.#housekeeping.done
    const lost = jobs.flatMap(({ attemptList }) => attemptList).filter(({ state }) => state === 'lost').length
    const expired = jobs.filter(({ expiredAtMs }) => (expiredAtMs ?? 0) > 0).length
    this.#tell(
      `${events.length} events, ${jobs.length} jobs (${expired} expired), ${artifacts.length} artifacts; ` +
        `${this.#link.kills} kills, ${lost} attempts lost, ${this.#link.repeats} calls repeated; ` +
        `${gc} × gc, ${backup} × backup, ${doctor} × doctor; p50 of a note ${JSON.stringify(latencies(account, this.#pacedFromMs))} ms; ` +
        `the most memory of each life: ${this.#peaks.map(mb).join(', ')}`,
    )
  }

  #lifeEnds(): void {
    this.#peaks.push(peakResidentBytes(this.#installation.server.pid))
  }

  #memory(): string {
    const { pid } = this.#installation.server
    const threads = /^Threads:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '?'
    return `${mb(residentBytes(pid))} resident, ${threads} threads`
  }

  #tell(line: string): void {
    const seconds = ((performance.now() - this.#began) / 1000).toFixed(0)
    process.stdout.write(`soak: ${seconds} s: ${line}\n`)
  }
}

function slower({ first, last }: { first: number; last: number }): string[] {
  return last > Math.max(SLOWER.factor * first, SLOWER.leastMs)
    ? [`half of the notes took ${last} ms in the last quarter, and ${first} ms in the first`]
    : []
}

/** Whether so long has passed before it was told to stop. */
async function passed(ms: number, signal: AbortSignal): Promise<boolean> {
  return await pause(ms, true, { signal }).catch(() => false)
}
