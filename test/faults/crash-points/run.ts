import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '../../e2e/client.ts'
import type { NewEvent } from '../../../proto/generated/iteron/v1/NewEvent.ts'
import type { Victim } from './victim.ts'

/** Answers to a call that is asked again, which say that it was done before. */
const DONE_BEFORE = ['ALREADY_EXISTS', 'NOT_FOUND', 'FAILED_PRECONDITION']

const LIMIT_MS = 20_000
const LOOK_AGAIN_MS = 20

/** What a scenario does, step by step. Each step bears that the server dies during it: it is asked again. */
export class Run {
  /** What `iteron doctor --verify` found at the end. */
  findings: readonly string[] = []
  readonly #victim: Victim
  #arguments: readonly string[]

  constructor(victim: Victim, args: readonly string[]) {
    this.#victim = victim
    this.#arguments = args
  }

  get folder(): string {
    return this.#victim.folder
  }

  get data(): string {
    return this.#victim.data
  }

  /** What the server said on standard error since it was last started. */
  get said(): string {
    return this.#victim.said
  }

  /** A question: asked again until it is answered. */
  async ask<T>(what: (client: Client) => Promise<T>): Promise<T> {
    return (await this.#victim.ask(this.#arguments, [], what)) as T
  }

  /** A change: when it is asked again, that it was done before is an answer, too. */
  async change(what: (client: Client) => Promise<unknown>): Promise<void> {
    await this.#victim.ask(this.#arguments, DONE_BEFORE, what)
  }

  /** Asks until the answer is yes, for what no call waits for. */
  async until(what: (client: Client) => Promise<boolean>): Promise<void> {
    const end = performance.now() + LIMIT_MS
    while (!(await this.ask(what))) {
      if (performance.now() > end) throw new Error(`not within ${String(LIMIT_MS)} ms: ${what.toString()}`)
      await pause(LOOK_AGAIN_MS)
    }
  }

  async shell(name: string, script: string, spec: Readonly<Record<string, unknown>>): Promise<void> {
    await this.change((client) => client.shell(name, script, spec))
  }

  async upload(files: Readonly<Record<string, string>>): Promise<string> {
    return await this.ask((client) => client.upload(files))
  }

  /** Events with ids of their own, so that publishing them again is no second event. */
  async publish(...events: readonly (NewEvent & { readonly id: string })[]): Promise<void> {
    await this.ask((client) => client.call('events', 'PublishEvents', { events: [...events] }))
  }

  async post(url: string, type: string, body: string): Promise<number> {
    return await this.ask(() => this.#victim.post(url, type, body))
  }

  /** Until all that the event caused is at rest; the ids of its tree's jobs. */
  async rest(event: string): Promise<string[]> {
    const { jobs } = await this.ask((client) => client.outcome(event))
    return jobs.map(({ id }) => id)
  }

  /** Publishes one event without data and waits for its tree. */
  async event(type: string, id: string): Promise<string[]> {
    await this.publish({ type, id })
    return await this.rest(id)
  }

  /** The job of an event as soon as its module has printed the line. */
  async hears(event: string, line: string): Promise<string> {
    return await this.ask(async (client) => {
      const [job] = await client.begun(event)
      await client.hears(job!.id, line)
      return job!.id
    })
  }

  /** Ends the server and starts another one on the folder, if need be with other arguments. */
  async restart({
    between,
    arguments: args = this.#arguments,
  }: { between?: () => void; arguments?: readonly string[] } = {}) {
    await this.#victim.stop()
    between?.()
    this.#arguments = args
    await this.#victim.start(args)
  }

  async begin(): Promise<void> {
    await this.#victim.start(this.#arguments)
  }

  /** Until nothing goes on any more, then the end; a crash that was still to come has come about by then. */
  async finish(): Promise<void> {
    await this.#atRest()
    while (!(await this.#victim.stop())) {
      await this.#victim.start(this.#arguments)
      await this.#atRest()
    }
  }

  async #atRest(): Promise<void> {
    const { events } = await this.ask((client) => client.call('events', 'ListEvents', { pageSize: 1000 }))
    const roots = events.filter(({ key, root }) => key === root)
    for (const { key } of roots) await this.rest(key)
    // An event that was published twice, since the answer to the first call was lost, may still come a second time.
    await this.until(async (client) => (await client.call('server', 'GetStatistics', {})).queueDepth === 0)
    const findings = await this.ask((client) => client.all('server', 'RunDoctor', { verifyFiles: true }))
    this.findings = findings
      .flatMap(({ finding }) => finding ?? [])
      .map(({ check, message }) => `${check}: ${message}`)
  }
}
