import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect } from '@jest/globals'
import { root } from '../architecture/imports.ts'
import { runCli } from '../../cli/run.ts'
import { capturedIo } from '../unit/cli/captured-io.ts'

const BIN = path.join(root, 'bin/iteron.js')
const START_MS = 30_000

export interface Result {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/** A program that was started, and what it printed. */
export class Program {
  readonly process: ChildProcess
  #stdout = ''
  #stderr = ''

  constructor(args: readonly string[], options: { cwd: string; env?: Record<string, string> }) {
    const { PATH = '', HOME = '' } = process.env
    this.process = spawn(process.execPath, [BIN, ...args], {
      cwd: options.cwd,
      env: { PATH, HOME, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text))
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text))
  }

  /** The first line on standard output that matches. */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    const lines = createInterface({ input: this.process.stdout ?? process.stdin })
    for await (const line of lines) {
      const found = pattern.exec(line)
      if (found !== null) return found
    }
    throw new Error(`the program ended without printing ${String(pattern)}:\n${this.#stderr}`)
  }

  async result(): Promise<Result> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'close')
    return { exit: this.process.exitCode ?? -1, stdout: this.#stdout, stderr: this.#stderr }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Result> {
    this.process.kill(signal)
    return await this.result()
  }
}

/** `iteron up` in a folder, on ports that it picked. */
export class CliServer {
  readonly program: Program
  readonly endpoint: string
  readonly folder: string

  private constructor(program: Program, endpoint: string, folder: string) {
    this.program = program
    this.endpoint = endpoint
    this.folder = folder
  }

  static async start(folder: string, args: readonly string[] = []): Promise<CliServer> {
    const program = new Program(['up', '--grpc', '127.0.0.1:0', '--http', '127.0.0.1:0', ...args], {
      cwd: folder,
    })
    const [, endpoint = ''] = await program.line(/^ready grpc=(\S+) http=\S+$/)
    return new CliServer(program, endpoint, folder)
  }

  /** A command, run in this process. */
  async iteron(...args: string[]): Promise<Result> {
    const io = capturedIo({ cwd: this.folder, env: { ITERON_ENDPOINT: this.endpoint } })
    const exit = await runCli(args, io)
    return { exit, stdout: io.stdout.text, stderr: io.stderr.text }
  }

  /** A command that must succeed; its output read as JSON. */
  async json<T>(...args: string[]): Promise<T> {
    const { exit, stdout, stderr } = await this.iteron(...args, '--output', 'json')
    if (exit !== 0) throw new Error(`iteron ${args.join(' ')} ended with ${exit}: ${stderr}`)
    return JSON.parse(stdout) as T
  }
}

/** One for all tests of a file, in a folder of its own. To be called when the tests run. */
export function sharedCliServer(): () => CliServer {
  let server: CliServer | undefined
  beforeAll(async () => {
    server = await CliServer.start(mkdtempSync(path.join(tmpdir(), 'iteron-cli-')))
  }, START_MS)
  afterAll(async () => {
    if (server === undefined) return
    expect((await server.program.stop()).exit).toBe(0)
    rmSync(server.folder, { recursive: true, force: true })
  })
  return () => server!
}
