import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { root } from '../architecture/imports.ts'

export const PROGRAM = path.join(root, 'bin/iteron.js')

export interface RunOptions {
  /** Working directory. */
  readonly cwd: string
  readonly environment?: Readonly<Record<string, string>>
  /** `bin/iteron.js` of another installation. */
  readonly program?: string
  /** Options of Node itself. */
  readonly nodeArguments?: readonly string[]
}

/** What a command did. */
export interface Ended {
  readonly exit: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** The real program in a process of its own, with no more of this environment than PATH and HOME. */
export class IteronProcess {
  readonly pid: number
  readonly ended: Promise<Ended>
  readonly #child: ChildProcessByStdio<null, Readable, Readable>
  #stdout = ''
  #stderr = ''
  #heard: () => void = () => undefined

  constructor(
    args: readonly string[],
    { cwd, environment = {}, program = PROGRAM, nodeArguments = [] }: RunOptions,
  ) {
    const { PATH = '', HOME = '' } = process.env
    this.#child = spawn(process.execPath, [...nodeArguments, program, ...args], {
      cwd,
      env: { PATH, HOME, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
      this.#heard()
    })
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
      this.#heard()
    })
    this.pid = this.#child.pid ?? 0
    this.ended = once(this.#child, 'close').then(([exit, signal]: unknown[]) => ({
      exit: exit as number | null,
      signal: signal as NodeJS.Signals | null,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }))
  }

  get stderr(): string {
    return this.#stderr
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /**
   * Resolves when standard output or standard error matches; a process that hasn't in time is killed, and that is an
   * error.
   */
  async prints(pattern: RegExp, limitMs: number): Promise<RegExpExecArray> {
    const over = new AbortController()
    let wake: () => void = () => undefined
    over.signal.addEventListener('abort', () => wake(), { once: true })
    const timer = setTimeout(() => over.abort(), limitMs)
    void this.ended.then(() => over.abort())
    try {
      for (;;) {
        const found = pattern.exec(this.#stdout) ?? pattern.exec(this.#stderr)
        if (found !== null) return found
        if (over.signal.aborted) {
          this.signal('SIGKILL')
          throw new Error(`${String(pattern)} was not printed:\n${this.#stdout}\n${this.#stderr}`)
        }
        await new Promise<void>((resolve) => {
          wake = this.#heard = resolve
        })
      }
    } finally {
      clearTimeout(timer)
    }
  }

  /** Resolves when it has ended; one that doesn't in time is killed, and that is an error. */
  async end(limitMs: number): Promise<Ended> {
    const timer = setTimeout(() => this.signal('SIGKILL'), limitMs)
    const started = performance.now()
    const ended = await this.ended
    clearTimeout(timer)
    if (performance.now() - started >= limitMs)
      throw new Error(`the process did not end within ${limitMs} ms:\n${ended.stdout}\n${ended.stderr}`)
    return ended
  }
}
