import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../architecture/imports.ts'

export interface TerminalOptions {
  /** Folder that commands are typed in. */
  readonly folder: string
  readonly environment?: Readonly<Record<string, string>>
}

/** In a checkout `npx iteron` is the build; elsewhere npx would look for a package. */
const NPX = `npx() { shift; node '${path.join(root, 'bin/iteron.js')}' "$@"; }\n`

/** A shell that is typed into, as a person would: variables stay from one command to the next. */
export class Terminal {
  readonly #shell: ChildProcessWithoutNullStreams
  readonly #folder: string
  readonly #ended: AbortSignal
  #output = ''
  #heard: () => void = () => undefined

  constructor({ folder, environment = {} }: TerminalOptions) {
    this.#folder = folder
    const { PATH = '', HOME = '' } = process.env
    this.#shell = spawn('sh', ['-s'], { cwd: folder, env: { PATH, HOME, ...environment }, detached: true })
    for (const stream of [this.#shell.stdout, this.#shell.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
        this.#heard()
      })
    }
    const ended = new AbortController()
    // not before all that was started in it has ended too: it holds the same pipes
    this.#shell.once('close', () => ended.abort())
    this.#ended = ended.signal
    this.#shell.stdin.on('error', () => undefined) // a shell that has ended is told by what it doesn't say
    this.#shell.stdin.write(NPX)
  }

  /** Types a block and leaves it running. */
  type(commands: string): void {
    this.#shell.stdin.write(commands)
  }

  /**
   * Runs a block, one command a line, up to the first command that fails; returns its output and the exit code of the
   * last.
   */
  async run(commands: string, limitMs: number): Promise<{ output: string; exit: number }> {
    const mark = `ended-${randomUUID()}`
    const file = path.join(this.#folder, `${mark}.sh`)
    const [last = '', ...before] = commands.trimEnd().split('\n').reverse()
    writeFileSync(file, [...before.reverse().map((line) => `${line} || return 99`), last, ''].join('\n'))
    const from = this.#output.length
    this.type(`. '${file}' </dev/null\nprintf '%s %s.\\n' ${mark} $?\n`)
    const { 0: whole, 1: exit, index } = await this.until(new RegExp(`${mark} (\\d+)\\.\\n`), limitMs)
    return { output: this.#output.slice(from, index).replace(whole, ''), exit: Number(exit) }
  }

  /** Resolves when the output matches; rejects with the output when it hasn't in time, or the shell has ended. */
  async until(pattern: RegExp, limitMs: number): Promise<RegExpExecArray> {
    const signal = AbortSignal.any([AbortSignal.timeout(limitMs), this.#ended])
    let wake: () => void = () => undefined
    signal.addEventListener('abort', () => wake(), { once: true })
    for (;;) {
      const found = pattern.exec(this.#output)
      if (found !== null) return found
      if (signal.aborted)
        throw new Error(`${String(pattern)} was not printed; the terminal shows:\n${this.#output}`)
      await new Promise<void>((resolve) => {
        wake = this.#heard = resolve
      })
    }
  }

  /** Ctrl-C for what runs in it, then the end of the shell itself. */
  async close(): Promise<void> {
    const group = this.#shell.pid
    if (group !== undefined && this.#shell.exitCode === null) process.kill(-group, 'SIGINT')
    this.#shell.stdin.end()
    if (!this.#ended.aborted) await once(this.#ended, 'abort')
  }
}
