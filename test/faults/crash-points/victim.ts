import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from '../../architecture/imports.ts'
import { Client } from '../../e2e/client.ts'
import { IteronProcess, type Ended } from '../../e2e/iteron-process.ts'
import { processesOf, until } from '../../e2e/processes.ts'

/** Not bound together, so that a stack names the file of a write. */
const MODULES = path.join(root, 'dist/cli/main.js')
const PRELOAD = path.join(root, 'test/faults/crash-points/preload.mjs')
const READY_MS = 60_000
const END_MS = 60_000
/** Until a process that breaks off its answers has died. */
const DEATH_MS = 5000
/** Until the processes of a server that was killed have noticed. */
const GONE_MS = 5000

/** Where a process is to die. */
export interface Crash {
  /** The call in the build. */
  readonly place: string
  readonly when: 'before' | 'after'
  /** The how many-th time, from 1. */
  readonly nth: number
}

/** The real program on a folder of its own, which dies at each of the crashes in turn and is started again after each. */
export class Victim {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'iteron-crash-')))
  readonly data = path.join(this.folder, 'data')
  /** How often it has died as it should. */
  crashes = 0
  #waiting: readonly Crash[]
  #current: Crash | undefined
  #server: IteronProcess | undefined
  #client: Client | undefined
  #http = ''

  constructor(crashes: readonly Crash[]) {
    this.#waiting = crashes
  }

  /** Starts it, and again when it dies meanwhile. */
  async start(args: readonly string[]): Promise<void> {
    while (!(await this.#starts(args)));
  }

  /**
   * Asks until there is an answer: a server that died is started again and asked the same. What was asked before may be
   * refused with one of the codes, since it may have been done; then the answer is undefined.
   */
  async ask<T>(
    args: readonly string[],
    known: readonly string[],
    what: (client: Client) => Promise<T>,
  ): Promise<T | undefined> {
    for (let again = false; ; again = true) {
      try {
        if (this.#client === undefined) throw new Error('the server does not run')
        return await what(this.#client)
      } catch (error) {
        const code = (error as { code?: unknown }).code
        if (again && typeof code === 'string' && known.includes(code)) return undefined
        if (!(await this.#died())) throw error
        await this.start(args)
      }
    }
  }

  /** A POST to the front API; rejects when there is no answer. */
  async post(url: string, type: string, body: string): Promise<number> {
    const init = { method: 'POST', headers: { 'content-type': type }, body }
    const response = await fetch(`http://${this.#http}${url}`, init)
    await response.arrayBuffer()
    return response.status
  }

  /** SIGTERM. True if it ended by itself and left no process, false if it died at its crash instead. */
  async stop(): Promise<boolean> {
    const server = this.#running()
    this.#client?.close()
    this.#client = undefined
    server.signal('SIGTERM')
    const ended = await server.end(END_MS)
    if (await this.#isCrash(ended)) return false
    const left = processesOf(this.folder)
    if (ended.exit !== 0 || left.length > 0)
      throw new Error(`ended with ${String(ended.exit)}, and left ${JSON.stringify(left)}:\n${ended.stderr}`)
    return true
  }

  /** Crashes that have not come about. */
  get missing(): Crash[] {
    return [...(this.#current === undefined ? [] : [this.#current]), ...this.#waiting]
  }

  /** What it said on standard error since it was last started. */
  get said(): string {
    return this.#server?.stderr ?? ''
  }

  async remove(): Promise<void> {
    this.#client?.close()
    this.#server?.signal('SIGKILL')
    await this.#server?.ended
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #starts(args: readonly string[]): Promise<boolean> {
    if (this.#current === undefined) [this.#current, ...this.#waiting] = this.#waiting as [Crash?, ...Crash[]]
    const common = [
      'up',
      '--data',
      this.data,
      '--grpc',
      '127.0.0.1:0',
      '--http',
      '127.0.0.1:0',
      '--slots',
      '2',
    ]
    const server = new IteronProcess([...common, ...args], { cwd: this.folder, ...this.#crashing() })
    this.#server = server
    try {
      const [, grpc = '', http = ''] = await server.prints(/^ready grpc=(\S+) http=(\S+)\n/m, READY_MS)
      this.#client = new Client(grpc)
      this.#http = http
      return true
    } catch (error) {
      if (await this.#died()) return false
      throw error
    }
  }

  #crashing() {
    if (this.#current === undefined) return {}
    return {
      program: MODULES,
      nodeArguments: ['--import', PRELOAD],
      environment: { ITERON_CRASH_AT: JSON.stringify(this.#current) },
    }
  }

  /** Whether it is dead, or dying, by its crash. */
  async #died(): Promise<boolean> {
    if (this.#current === undefined) return false
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), DEATH_MS)
    })
    const ended = await Promise.race([this.#running().ended, late])
    clearTimeout(timer)
    return ended !== undefined && (await this.#isCrash(ended))
  }

  async #isCrash({ signal, stderr }: Ended): Promise<boolean> {
    const crash = this.#current
    if (
      crash === undefined ||
      signal !== 'SIGKILL' ||
      !stderr.includes(`crashed ${crash.when} ${crash.place}\n`)
    )
      return false
    this.#client?.close()
    this.#client = undefined
    this.#current = undefined
    this.crashes += 1
    await until('its processes are gone', () => processesOf(this.folder).length === 0, GONE_MS)
    return true
  }

  #running(): IteronProcess {
    if (this.#server === undefined) throw new Error('the server does not run')
    return this.#server
  }
}
