import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ChannelCredentials } from '@grpc/grpc-js'
import { afterAll, beforeAll } from '@jest/globals'
import { Client } from './client.ts'
import { IteronProcess, type Ended } from './iteron-process.ts'
import { descendantsOf, processesOf, stillRunning, until, type Running } from './processes.ts'

const READY_MS = 20_000
const END_MS = 20_000
/** A command may go through a whole store, beside other tests. */
const COMMAND_MS = 90_000
/** Until the processes of a server that was killed have noticed. */
const GONE_MS = 5000

export interface InstallationOptions {
  /** Further arguments of `iteron up`. */
  readonly arguments?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly credentials?: ChannelCredentials
  /** `bin/iteron.js` of another installation. */
  readonly program?: string
}

/** The real program on a data folder of its own, as a user would run it. */
export class Installation {
  /** Scratch folder of the test; the data folder is in it, and all of it goes with the installation. */
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'iteron-e2e-')))
  readonly data = path.join(this.folder, 'data')
  grpc = ''
  http = ''
  readonly #options: InstallationOptions
  #server: IteronProcess | undefined
  #client: Client | undefined

  constructor(options: InstallationOptions = {}) {
    this.#options = options
  }

  get server(): IteronProcess {
    if (this.#server === undefined) throw new Error('the server does not run')
    return this.#server
  }

  get client(): Client {
    if (this.#client === undefined) throw new Error('the server does not run')
    return this.#client
  }

  async start(...args: readonly string[]): Promise<void> {
    const common = ['up', '--data', this.data, '--grpc', '127.0.0.1:0', '--http', '127.0.0.1:0']
    const all = [...common, ...(this.#options.arguments ?? []), ...args]
    const server = new IteronProcess(all, { cwd: this.folder, ...this.#options })
    const [, grpc = '', http = ''] = await server.prints(/^ready grpc=(\S+) http=(\S+)\n/m, READY_MS)
    this.#server = server
    this.grpc = grpc
    this.http = http
    this.#client = new Client(grpc, this.#options.credentials)
  }

  /** SIGTERM. It must end by itself with 0, and leave no process and no workspace behind. */
  async stop(): Promise<Ended> {
    const before = this.#leave()
    this.server.signal('SIGTERM')
    const ended = await this.#gone()
    const left = [...stillRunning(before), ...processesOf(this.folder)]
    if (ended.exit !== 0 || left.length > 0)
      throw new Error(`ended with ${ended.exit}, and left ${JSON.stringify(left)}:\n${ended.stderr}`)
    const workspaces = this.workspaces()
    if (workspaces.length > 0) throw new Error(`left the workspaces ${workspaces.join(', ')}`)
    return ended
  }

  /** SIGKILL. What it started must end without it. */
  async kill(): Promise<void> {
    const before = this.#leave()
    this.server.signal('SIGKILL')
    await this.#gone()
    const left = () => [...stillRunning(before), ...processesOf(this.folder)]
    await until('the processes of a killed server are gone', () => left().length === 0, GONE_MS)
  }

  /** Runs a command of the command line against this server. */
  async cli(...args: readonly string[]): Promise<Ended> {
    const environment = { ITERON_ENDPOINT: this.grpc, ...this.#options.environment }
    const command = new IteronProcess(args, { cwd: this.folder, ...this.#options, environment })
    return await command.end(COMMAND_MS)
  }

  /** What a command prints as JSON; it must succeed. */
  async json(...args: readonly string[]): Promise<unknown> {
    const { exit, stdout, stderr } = await this.cli(...args, '--output', 'json')
    if (exit !== 0) throw new Error(`${args.join(' ')} ended with ${exit}:\n${stdout}\n${stderr}`)
    return JSON.parse(stdout)
  }

  /** POST to the front API. */
  async post(url: string, type: string, body: string): Promise<{ status: number; answer: unknown }> {
    const response = await fetch(`http://${this.http}${url}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    })
    return { status: response.status, answer: await response.json() }
  }

  /** Folders of attempts that are there now. */
  workspaces(): string[] {
    return readdirSync(path.join(this.data, 'work'))
  }

  /** Ends what runs and removes the folder. */
  async remove(): Promise<void> {
    try {
      if (this.#server !== undefined) await this.stop()
    } finally {
      rmSync(this.folder, { recursive: true, force: true })
    }
  }

  #leave(): Running[] {
    this.#client?.close()
    this.#client = undefined
    return descendantsOf(this.server.pid)
  }

  async #gone(): Promise<Ended> {
    const { server } = this
    this.#server = undefined
    return await server.end(END_MS)
  }
}

/** An installation that runs for all tests of a file, which keep apart by the names of their modules and types. */
export function sharedInstallation(options?: InstallationOptions): Installation {
  const installation = new Installation(options)
  beforeAll(() => installation.start())
  afterAll(() => installation.remove())
  return installation
}

/** Runs a test with an installation of its own. */
export async function withInstallation(
  options: InstallationOptions,
  test: (installation: Installation) => Promise<void>,
): Promise<void> {
  const installation = new Installation(options)
  try {
    await test(installation)
  } catch (error) {
    await installation.remove().catch(() => undefined) // the first error says more
    throw error
  }
  await installation.remove()
}
