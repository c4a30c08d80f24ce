import { credentials, type ChannelCredentials } from '@grpc/grpc-js'
import { Connection, type MethodOf, type RequestOf, type ResponseOf } from '../../proto/client.ts'
import type { NewEvent } from '../../proto/generated/iteron/v1/NewEvent.ts'
import type { UploadArtifactRequest } from '../../proto/generated/iteron/v1/UploadArtifactRequest.ts'
import type { ServiceName } from '../../proto/loader.ts'
import { RemoteError } from '../../proto/status.ts'

const ANSWER_MS = 15_000
const REST_MS = 60_000

export type Outcome = NonNullable<ResponseOf<'events', 'WaitEvent'>['outcome']>
export type Job = ResponseOf<'jobs', 'GetJob'>

/** The management API as the tests use it: every call has a limit. */
export class Client {
  readonly connection: Connection

  constructor(address: string, channel: ChannelCredentials = credentials.createInsecure()) {
    // of no effect on a connection in plain text
    this.connection = new Connection(address, channel, { 'grpc.ssl_target_name_override': 'localhost' })
  }

  async call<S extends ServiceName, M extends MethodOf<S>>(
    service: S,
    method: M,
    request: RequestOf<S, M>,
    timeoutMs = ANSWER_MS,
  ): Promise<ResponseOf<S, M>> {
    try {
      return await this.connection.unary(service, method, request, { timeoutMs })
    } catch (error) {
      if (error instanceof RemoteError && error.code === 'DEADLINE_EXCEEDED')
        error.message = `${service} ${String(method)}: ${error.message}`
      throw error
    }
  }

  /** Everything that a stream gives. */
  async all<S extends ServiceName, M extends MethodOf<S>>(
    service: S,
    method: M,
    request: RequestOf<S, M>,
  ): Promise<ResponseOf<S, M>[]> {
    const messages: ResponseOf<S, M>[] = []
    const stream = this.connection.stream(service, method, request, { timeoutMs: REST_MS })
    for await (const message of stream) messages.push(message)
    return messages
  }

  /** Registers a module by the keys of `module.yaml`; without retries unless the specification says so. */
  async module(spec: Readonly<Record<string, unknown>>): Promise<ResponseOf<'modules', 'CreateModule'>> {
    const specJson = JSON.stringify({ retry: { count: 0 }, ...spec })
    return await this.call('modules', 'CreateModule', { specJson })
  }

  /** A module of one shell script. */
  async shell(name: string, script: string, spec: Readonly<Record<string, unknown>>) {
    return await this.module({ name, command: ['/bin/sh', '-c', script], ...spec })
  }

  /** Stores files as an artifact and returns its id. */
  async upload(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
    async function* parts(): AsyncGenerator<UploadArtifactRequest> {
      yield { header: {} }
      for (const [path, content] of Object.entries(files)) {
        yield { file: { path } }
        yield { chunk: Buffer.from(content as Uint8Array) }
      }
    }
    const settings = { timeoutMs: ANSWER_MS }
    return (await this.connection.upload('artifacts', 'UploadArtifact', parts(), settings)).id
  }

  /** Publishes one event and returns its key. */
  async publish(event: NewEvent): Promise<string> {
    const { events } = await this.call('events', 'PublishEvents', { events: [event] })
    return events[0]!.key
  }

  /** What became of an event, when all that it caused is at rest. */
  async outcome(event: string): Promise<Outcome> {
    const messages = await this.all('events', 'WaitEvent', { event })
    return messages.at(-1)!.outcome!
  }

  /** Publishes an event and waits until all that it caused is at rest. */
  async run(event: NewEvent): Promise<Outcome> {
    return await this.outcome(await this.publish(event))
  }

  async job(id: string): Promise<Job> {
    return await this.call('jobs', 'GetJob', { job: id })
  }

  /** The jobs of an event, oldest first. */
  async jobsOf(event: string): Promise<Job[]> {
    return (await this.call('jobs', 'ListJobs', { event })).jobs.reverse()
  }

  /** The jobs of an event, as soon as there are so many. */
  async begun(event: string, count = 1): Promise<Job[]> {
    const progress = this.connection.stream(
      'events',
      'WaitEvent',
      { event, intervalMs: 1 },
      { timeoutMs: REST_MS },
    )
    for await (const message of progress) if (message.progress!.jobs >= count) return await this.jobsOf(event)
    throw new Error(`the event ${event} never had ${count} jobs`)
  }

  /** Resolves with the job when it is in one of the states. */
  async reaches(id: string, ...states: string[]): Promise<Job> {
    const changes = this.connection.stream('jobs', 'WatchJobs', { jobs: [id] }, { timeoutMs: REST_MS })
    for await (const { job } of changes) if (states.includes(job!.state)) return job!
    throw new Error(`the job ${id} never was ${states.join(' or ')}`)
  }

  /** The log of the last attempt, or of one. */
  async log(job: string, attempt = 0): Promise<string> {
    const messages = await this.all('jobs', 'GetJobLogs', { job, attempt })
    return messages.flatMap(({ lines }) => lines.map(({ text }) => text)).join('\n')
  }

  /** Resolves when the job's module prints the line: what a module does to say how far it is. */
  async hears(job: string, line: string): Promise<void> {
    const request = { job, follow: true }
    for await (const { lines } of this.connection.stream('jobs', 'GetJobLogs', request, {
      timeoutMs: REST_MS,
    }))
      if (lines.some(({ text }) => text === line)) return
    throw new Error(`the job ${job} never printed ${line}`)
  }

  /** The files of an artifact: path → bytes. */
  async files(artifact: string): Promise<Map<string, Buffer>> {
    const files = new Map<string, Buffer[]>()
    let current: Buffer[] = []
    for (const { file, chunk } of await this.all('artifacts', 'DownloadArtifact', { artifact })) {
      if (file) files.set(file.path, (current = []))
      if (chunk) current.push(chunk)
    }
    return new Map([...files].map(([path, chunks]) => [path, Buffer.concat(chunks)]))
  }

  /** The files that a job made, as text: path → text. */
  async output(job: string): Promise<Record<string, string>> {
    const { artifacts } = await this.job(job)
    const all = await Promise.all(artifacts.map((artifact) => this.files(artifact)))
    const entries = all.flatMap((files) =>
      [...files].map(([path, bytes]) => [path, bytes.toString()] as const),
    )
    return Object.fromEntries(entries)
  }

  close(): void {
    this.connection.close()
  }
}
