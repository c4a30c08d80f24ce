import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const LIMIT_MS = 600_000

/** The other side of `serve`: a process that is measured, or that measures a server beside it. */
export class Subject {
  #child
  #lastId = 0
  #waiting = new Map()
  #stderr = ''

  /** `file` stands beside this one; what it prints is kept for errors. */
  constructor(file) {
    const { PATH, HOME } = process.env
    this.#child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
      env: { PATH, HOME },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr.setEncoding('utf8').on('data', (text) => (this.#stderr += text))
    this.#child.on('message', ({ id, answer, error }) => {
      const { resolve, reject } = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) resolve(answer)
      else reject(new Error(`${file}: ${error}`))
    })
    this.#child.once('exit', (code, signal) => {
      const ended = new Error(`${file} ended with ${String(code ?? signal)}:\n${this.#stderr}`)
      for (const { reject } of this.#waiting.values()) reject(ended)
    })
  }

  /** What the subject's action returns. */
  async ask(action, parameters = {}) {
    const id = (this.#lastId += 1)
    let timer
    const answer = new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      timer = setTimeout(() => reject(new Error(`${action} took more than ${LIMIT_MS} ms`)), LIMIT_MS)
    })
    this.#child.send({ id, action, parameters })
    try {
      return await answer
    } finally {
      clearTimeout(timer)
    }
  }

  /** Asks it to stop what it started, and ends it. */
  async end() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exit = new Promise((resolve) => this.#child.once('exit', resolve))
    await this.ask('stop').catch(() => undefined)
    if (this.#child.connected) this.#child.disconnect()
    await exit
  }
}

/** Runs a subject on a folder of its own, prepared, and ends it. */
export async function withSubject({ file, parameters }, { folder, server }, work) {
  const subject = new Subject(file)
  try {
    await subject.ask('prepare', { folder, ...parameters, ...server })
    return await work(subject)
  } finally {
    await subject.end()
  }
}
