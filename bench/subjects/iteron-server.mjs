import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Connection } from '../../dist/proto/client.js'
import { endProcess } from '../servers/end-process.mjs'

const { credentials } = createRequire(import.meta.url)('@grpc/grpc-js')
const PROGRAM = fileURLToPath(new URL('../../bin/iteron.js', import.meta.url))
const READY = /^ready grpc=(\S+)/m
const READY_MS = 120_000

/** The program as a user starts it: `iteron up` with embedded stores. */
export class IteronServer {
  /** Milliseconds from the last start to the line that says that it serves. */
  readyMs
  #child
  #connection
  #start
  #command

  /** `flags` are Node's. */
  constructor({ program = PROGRAM, flags = [] } = {}) {
    this.#command = [...flags, program]
  }

  /** `settings` are those of iteron.yaml; `ballastMib` is held by its process besides. */
  async start(folder, settings = {}, ballastMib = 0) {
    await mkdir(folder, { recursive: true })
    const config = join(folder, 'iteron.json')
    const own = { data: dataIn(folder), grpc: '127.0.0.1:0', http: '127.0.0.1:0', 'log-level': 'error' }
    await writeFile(config, JSON.stringify({ ...own, ...settings }))
    this.#start = { config, folder, env: ballastMib === 0 ? process.env : withBallast(ballastMib) }
    await this.startAgain()
  }

  /** On the same folder, when it has ended. */
  async startAgain() {
    const { config, folder, env } = this.#start
    const from = performance.now()
    this.#child = spawn(process.execPath, [...this.#command, 'up', '--config', config], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      env,
    })
    const address = await readyAddress(this.#child)
    this.readyMs = performance.now() - from
    this.#connection = new Connection(address, credentials.createInsecure())
    await this.#connection.ready(READY_MS)
  }

  get pid() {
    return this.#child.pid
  }

  call(service, method, request) {
    return this.#connection.unary(service, method, request)
  }

  stream(service, method, request) {
    return this.#connection.stream(service, method, request)
  }

  /** Stores one file as an artifact and returns its id. */
  async upload(path, bytes) {
    async function* parts() {
      yield { header: {} }
      yield { file: { path } }
      yield { chunk: bytes }
    }
    return (await this.#connection.upload('artifacts', 'UploadArtifact', parts())).id
  }

  async module(spec) {
    return await this.call('modules', 'CreateModule', {
      specJson: JSON.stringify({ retry: { count: 0 }, ...spec }),
    })
  }

  async stop() {
    await this.#end('SIGTERM')
  }

  async kill() {
    await this.#end('SIGKILL')
  }

  async #end(signal) {
    this.#connection?.close()
    if (this.#child !== undefined) await endProcess(this.#child, signal)
  }
}

/** The data folder of a server that was started in this one. */
export function dataIn(folder) {
  return join(folder, 'data')
}

function withBallast(mib) {
  const file = fileURLToPath(new URL('ballast.cjs', import.meta.url))
  return { ...process.env, NODE_OPTIONS: `--require=${file}`, ITERON_BENCH_BALLAST_MIB: String(mib) }
}

async function readyAddress(child) {
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (more) => (text += more))
  const over = AbortSignal.timeout(READY_MS)
  const ended = once(child, 'exit', { signal: over }).then(([code]) => {
    throw new Error(`iteron up ended with ${code}`)
  })
  ended.catch(() => undefined)
  while (!READY.test(text)) await Promise.race([once(child.stdout, 'data', { signal: over }), ended])
  return READY.exec(text)[1]
}
