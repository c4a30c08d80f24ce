import { setTimeout as pause } from 'node:timers/promises'
import type { NewEvent } from '../../../proto/generated/iteron/v1/NewEvent.ts'
import type { Installation } from '../../e2e/installation.ts'
import { IteronProcess } from '../../e2e/iteron-process.ts'
import { processesOf, until } from '../../e2e/processes.ts'
import type { Random } from '../../protocol-model/random.ts'
import { stagesLeft } from './data-folder.ts'
import { JobFeed } from './job-feed.ts'
import { momentOf, PHASES, type Phase } from './moments.ts'
import { Publisher } from './publisher.ts'
import { Recovery } from './recovery.ts'
import { Supply } from './supply.ts'

const END_MS = 20_000
const GONE_MS = 10_000
/** Five losses in a row fail a job, as they should: one that had so many attempts is left alone until it is done. */
const LET_THROUGH = 3
const PHASES_LEFT = ['prepare', 'module', 'commit']
const OPEN = ['queued', 'waiting', 'preparing', 'running', 'committing']

export interface KillerOptions {
  readonly installation: Installation
  /** Arguments of `iteron up`, as the installation has them. */
  readonly arguments: readonly string[]
  readonly roots: readonly NewEvent[]
  readonly kills: number
  readonly random: Random
  /** The killing must be done in this time, so that a test says where it was and cleans up before it is ended. */
  readonly limitMs: number
}

/** Kills the server while a client publishes and jobs run, and starts it again, until all is published. */
export class Killer {
  readonly publisher = new Publisher()
  readonly recovery = new Recovery()
  /** Kills that came at the sign of their phase. */
  readonly hits: Record<Phase, number>
  /** How often the killer waited for jobs that had been lost too often. */
  letThrough = 0
  kills = 0
  readonly #options: KillerOptions
  readonly #supply: Supply
  #feed: JobFeed | undefined
  #order: readonly Phase[] = []
  /** Stages in which kills met attempts. */
  readonly #left: string[] = []

  constructor(options: KillerOptions) {
    this.#options = options
    this.#supply = new Supply(options.roots, this.publisher, options.random)
    this.hits = Object.fromEntries(PHASES.map((phase) => [phase, 0])) as Record<Phase, number>
  }

  /** Leaves a server that runs, and everything published. An error says at which kill it was. */
  async run(): Promise<void> {
    const { kills, limitMs } = this.#options
    const end = performance.now() + limitMs
    await this.#start()
    let phase: Phase = 'anytime'
    try {
      for (let round = 0; this.kills < kills; round += 1) {
        if (performance.now() > end) throw new Error(`the kills took more than ${limitMs} ms`)
        phase = this.#phase(round)
        await this.#round(phase)
      }
      this.#supply.release(1)
      await this.publisher.idle()
      await this.publisher.close()
    } catch (error) {
      throw new Error(`at kill ${this.kills} of ${kills}, in ${phase}: ${String(error)}`, { cause: error })
    } finally {
      this.#feed?.close()
    }
  }

  /** What happened, for people; `lost` is the number of attempts that were. */
  report(lost: number): string {
    const hits = PHASES.map((phase) => `${phase} ${this.hits[phase]}`).join(', ')
    const left = PHASES_LEFT.map((stage) => `${this.#left.filter((one) => one === stage).length} in ${stage}`)
    return [
      `kill: ${this.kills} kills, at a sign of: ${hits}`,
      `  ${lost} attempts were lost, of which ${left.join(', ')} by their workspaces`,
      `  ${this.publisher.repeats} calls were repeated; ${this.letThrough} jobs were let through after ${LET_THROUGH} attempts`,
      `  from the spawn: ${this.recovery.toString()}\n`,
    ].join('\n')
  }

  /** Each in turn, in an order of its own each time. */
  #phase(round: number): Phase {
    if (round % PHASES.length === 0) this.#order = shuffled(PHASES, this.#options.random)
    return this.#order[round % PHASES.length]!
  }

  async #round(phase: Phase): Promise<void> {
    const { kills, random } = this.#options
    if (await this.#isIdle()) this.#supply.more()
    const moment = momentOf(phase, this.#feed!, this.publisher, random)
    this.#supply.release((this.kills + 1) / kills)
    if (phase === 'intake') this.#supply.another()
    if (phase === 'commit') this.#supply.take('pile')
    if (await moment) this.hits[phase] += 1
    await this.#kill()
    if (phase === 'startup') await this.#killStarting()
    await this.#start()
  }

  /** Waits for jobs that were lost too often; then, whether no job is open. */
  async #isIdle(): Promise<boolean> {
    const { client } = this.#options.installation
    for (;;) {
      const { jobs } = await client.call('jobs', 'ListJobs', { states: OPEN, pageSize: 1000 })
      const tired = jobs.find(({ attempts }) => attempts >= LET_THROUGH)
      if (tired === undefined) return jobs.length === 0
      this.letThrough += 1
      await client.reaches(tired.id, 'succeeded', 'failed')
    }
  }

  async #kill(): Promise<void> {
    const { installation, random } = this.#options
    const { server, client } = installation
    this.publisher.down()
    server.signal('SIGKILL')
    this.kills += 1
    await server.end(END_MS)
    client.close()
    this.#feed?.close()
    this.#left.push(...stagesLeft(installation.data))
    this.recovery.ended(this.#feed)
    if (random.chance(0.5)) await this.#processesGone() // else the next one meets what is still alive
  }

  async #killStarting(): Promise<void> {
    const { installation, arguments: further, random } = this.#options
    const common = ['up', '--data', installation.data, '--grpc', '127.0.0.1:0', '--http', '127.0.0.1:0']
    const starting = new IteronProcess([...common, ...further], { cwd: installation.folder })
    await pause(random.next() * this.recovery.usualReadyMs)
    starting.signal('SIGKILL')
    this.kills += 1
    await starting.end(END_MS)
  }

  async #start(): Promise<void> {
    const { installation } = this.#options
    const begun = performance.now()
    await installation.start()
    this.#feed = new JobFeed(installation.client)
    this.recovery.ready(begun, this.kills)
    this.publisher.up(installation.client)
  }

  async #processesGone(): Promise<void> {
    const { folder } = this.#options.installation
    await until('a killed server’s processes are gone', () => processesOf(folder).length === 0, GONE_MS)
  }
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const keyed = list.map((item) => [random.next(), item] as const)
  return keyed.sort(([left], [right]) => left - right).map(([, item]) => item)
}
