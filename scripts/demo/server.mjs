// Iteron as a process of its own, and its command line.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const PROGRAM = join(import.meta.dirname, '../../bin/iteron.js')
const ANY_ADDRESS = ['--grpc', '127.0.0.1:0', '--http', '127.0.0.1:0']
const READY = /^ready grpc=(\S+) http=(\S+)$/
const READY_WITHIN_MS = 30_000
const STOPPED_WITHIN_MS = 15_000
const LOG_TAIL = 2000

// Neither variables nor an iteron.yaml of whoever runs the demo change what it does.
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('ITERON_')),
)

/** `iteron up` with its data and log in a folder, and commands that are run on it. */
export class Server {
  /** HOST:PORT of the two APIs, when it serves. */
  grpc
  http
  #folder
  #signal
  #up
  #commands = new Set()

  /** The signal ends the commands; the server itself is ended by `stop`. */
  constructor(folder, signal) {
    this.#folder = folder
    this.#signal = signal
  }

  /** Resolves when it serves. */
  async start() {
    const logFile = join(this.#folder, 'iteron.log')
    const log = openSync(logFile, 'a')
    try {
      const args = ['up', '--data', join(this.#folder, 'data'), '--grace', '1', ...ANY_ADDRESS]
      this.#up = this.#spawn(args, { stdio: ['ignore', 'pipe', log] })
      ;[this.grpc, this.http] = await ready(this.#up)
    } catch (error) {
      const said = readFileSync(logFile, 'utf8').slice(-LOG_TAIL).trim()
      throw new Error(`Iteron didn't start: ${error.message}\n${said}`, { cause: error })
    } finally {
      closeSync(log)
    }
  }

  /** Runs a command: { code, stdout, stderr }. */
  async run(...command) {
    const child = this.#start(command, this.#signal)
    const out = []
    const err = []
    child.stdout.on('data', (chunk) => out.push(chunk))
    child.stderr.on('data', (chunk) => err.push(chunk))
    const [code] = await once(child, 'close')
    return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }
  }

  /** What a command prints; one that fails is an error with its message. */
  async readText(...command) {
    const { code, stdout, stderr } = await this.run(...command)
    if (code !== 0)
      throw new Error(`\`iteron ${command.join(' ')}\` ended with exit code ${code}: ${stderr.trim()}`)
    return stdout
  }

  /** The JSON that a command prints. */
  async readJson(...command) {
    return JSON.parse(await this.readText(...command, '-o', 'json'))
  }

  /** The lines that a command prints, as they come, until the signal ends it. */
  watch(signal, ...command) {
    return createInterface({ input: this.#start(command, AbortSignal.any([this.#signal, signal])).stdout })
  }

  /** Ends the server, when the commands have ended. */
  async stop() {
    await Promise.all([...this.#commands].map(exitOf))
    if (this.#up === undefined) return
    this.#up.kill('SIGTERM')
    const timer = setTimeout(() => this.#up.kill('SIGKILL'), STOPPED_WITHIN_MS)
    await exitOf(this.#up)
    clearTimeout(timer)
  }

  #start(command, signal) {
    const options = { stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' }
    const child = this.#spawn([...command, '--endpoint', this.grpc], options)
    this.#commands.add(child)
    child.once('exit', () => this.#commands.delete(child))
    child.on('error', () => undefined) // the signal's; who waits for the answer is told by `once`
    return child
  }

  /** In a process group of its own: Ctrl-C reaches the demo alone, which then stops what it started. */
  #spawn(args, options) {
    const whole = { cwd: this.#folder, env: ENVIRONMENT, detached: true, ...options }
    return spawn(process.execPath, [PROGRAM, ...args], whole)
  }
}

async function ready(child) {
  const lines = createInterface({ input: child.stdout })
  const timer = setTimeout(() => lines.close(), READY_WITHIN_MS)
  try {
    for await (const line of lines) {
      const match = READY.exec(line)
      if (match) return [match[1], match[2]]
    }
  } finally {
    clearTimeout(timer)
    child.stdout.resume()
  }
  throw new Error(`it ended, or didn't say within ${READY_WITHIN_MS / 1000} s that it is ready`)
}

/** Resolves when the process has ended. */
async function exitOf(child) {
  if (child.exitCode === null && child.signalCode === null)
    await new Promise((resolve) => child.once('exit', resolve))
}
