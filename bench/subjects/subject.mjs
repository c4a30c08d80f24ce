import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const LIMIT_MS = 1_800_000

/** The other side of `serve`: a process that is measured, or that measures a server beside it. */
export class Subject {
  static #alive = new Set()

  #child
  #exit
  #lastId = 0
  #waiting = new Map()
  #stderr = ''

  /** `file` stands beside this one; what it prints is kept for errors. */
  constructor(file) {
    const { PATH, HOME, TMPDIR } = process.env
    this.#child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
      env: { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    Subject.#alive.add(this)
    this.#child.stderr.setEncoding('utf8').on('data', (text) => (this.#stderr += text))
    this.#child.on('message', ({ id, answer, error }) => {
      const { resolve, reject } = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) resolve(answer)
      else reject(new Error(`${error}\n${this.#stderr}`))
    })
    this.#exit = once(this.#child, 'exit').then(([code, signal]) => {
      Subject.#alive.delete(this)
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
      this.#child.send({ id, action, parameters }, (error) => error && reject(error))
    })
    try {
      return await answer
    } finally {
      clearTimeout(timer)
    }
  }

  /** Asks it to stop what it started, and ends it. */
  async end() {
    if (this.#child.connected) this.#child.disconnect()
    await this.#exit
  }

  static async endAll() {
    await Promise.all([...Subject.#alive].map((subject) => subject.end()))
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
