import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'

const READY_MS = 20_000

/** `iteron up` of a checkout on a data folder, and its command line. */
export class Server {
  #spawn
  #program
  #cwd
  #data
  #child
  grpc = ''
  http = ''

  constructor(spawn, checkout, cwd, data) {
    this.#spawn = spawn
    this.#program = path.join(checkout, 'bin/iteron.js')
    this.#cwd = cwd
    this.#data = data
  }

  async start() {
    const listen = ['--grpc', '127.0.0.1:0', '--http', '127.0.0.1:0', '--slots', '4']
    this.#child = this.#run(['up', '--data', this.#data, ...listen])
    let printed = ''
    const late = setTimeout(() => this.#child.kill('SIGKILL'), READY_MS)
    for await (const chunk of this.#child.stdout) {
      printed += String(chunk)
      const ready = /^ready grpc=(\S+) http=(\S+)\n/m.exec(printed)
      if (ready === null) continue
      ;[, this.grpc, this.http] = ready
      clearTimeout(late)
      return
    }
    throw new Error(`it was never ready:\n${printed}`)
  }

  /** What a command prints as JSON; undefined if it prints nothing. */
  async json(...args) {
    const child = this.#run([...args, '--output', 'json'])
    const [printed, said, [exit]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ])
    if (exit !== 0) throw new Error(`${args.join(' ')} ended with ${exit}:\n${printed}${said}`)
    return printed === '' ? undefined : JSON.parse(printed)
  }

  /** A file for a command to read; returns its path. */
  file(name, content) {
    const file = path.join(this.#cwd, name)
    writeFileSync(file, content)
    return file
  }

  module(spec) {
    return this.json('module', 'create', '--file', this.file('module.yaml', JSON.stringify(spec)))
  }

  /** One event as structured JSON. */
  async post(event) {
    const headers = { 'content-type': 'application/cloudevents+json' }
    const response = await fetch(`http://${this.http}/events`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ specversion: '1.0', source: 'scenario', ...event }),
    })
    if (!response.ok) throw new Error(`refused with ${response.status}: ${await response.text()}`)
  }

  /** SIGKILL: the attempts in flight stay as they are. */
  async kill() {
    if (this.#child === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill('SIGKILL')
    await once(this.#child, 'exit')
  }

  #run(args) {
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH, HOME, ITERON_ENDPOINT: this.grpc }
    return this.#spawn(process.execPath, [this.#program, ...args], {
      cwd: this.#cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }
}
