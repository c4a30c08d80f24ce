import { spawn } from 'node:child_process'
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { BootLines } from './boot-lines.ts'
import { MarkedStream } from './marked-stream.ts'
import { openOutputPipe } from './output-pipe.ts'
import { signalPid, statOf } from './procfs.ts'
import { bootText } from './shell-text.ts'
import { unavailable } from './unavailable.ts'

/** What a task hears of its program while it runs. */
export interface SpawnerListener {
  /** The program is about to replace the spawner's subshell: from now on signals to the group reach it. */
  started(): void
  /** Valid during the call only. */
  output(chunk: Buffer): void
}

/** How a program ended. `lost`: the spawner ended, and it isn't known how the program did. */
export type SpawnOutcome =
  | { readonly kind: 'ended' | 'unstartable'; readonly code: number }
  | { readonly kind: 'lost'; readonly code?: never }

interface Current {
  readonly listener: SpawnerListener
  readonly end: (outcome: SpawnOutcome) => void
  unstartable: boolean
}

const BOOT_LIMIT_MS = 10_000
const DRAIN_LIMIT_MS = 1000

/**
 * A resident shell that runs one program at a time, so that this process, which may be big, needn't fork. It leads a
 * session
 * and a process group, in which its programs run.
 */
export class Spawner {
  /** Its process, group and session. */
  readonly pid: number
  /** Path that its output pipe was made under; nothing is there any more. */
  readonly pipe: string
  /** When it was started, in the kernel's ticks. */
  readonly born: number
  readonly #input: Writable
  readonly #stream: MarkedStream
  readonly #token = randomBytes(16).toString('hex')
  #pipe: Socket | undefined
  #current: Current | undefined
  #ended = false
  #killed = false
  /** Resolves when the shell has ended. */
  readonly exit: Promise<void>

  private constructor(pid: number, pipe: string, child: ChildProcess, input: Writable) {
    this.pid = pid
    this.pipe = pipe
    this.born = Number(statOf(pid)?.start ?? Infinity)
    this.#input = input
    // A write to a shell that has just ended: its exit tells.
    input.on('error', () => undefined)
    this.#stream = new MarkedStream(
      this.#token,
      (chunk) => this.#current?.listener.output(chunk),
      (mark) => {
        this.#marked(mark)
      },
    )
    this.exit = new Promise((resolve) => {
      child.once('exit', () => {
        this.#lost()
        resolve()
      })
    })
  }

  /** `born` is told before anything runs in it. Throws UNAVAILABLE when the machine can't start it. */
  static async create(
    shell: readonly string[],
    fifo: string,
    born: (spawner: Spawner) => void,
  ): Promise<Spawner> {
    const child = await startShell(shell)
    const spawner = new Spawner(child.pid, fifo, child.process, child.process.stdin)
    try {
      born(spawner)
      await spawner.#boot(child.process.stdout, fifo)
      return spawner
    } catch (error) {
      spawner.kill()
      await spawner.exit
      throw unavailable(error)
    } finally {
      child.process.stdout.destroy()
      await rm(fifo, { force: true })
    }
  }

  /** Whether it can run another program. */
  get usable(): boolean {
    return !this.#ended && !this.#killed
  }

  /** `text`: see `taskText`. One at a time. */
  run(text: string, listener: SpawnerListener): Promise<SpawnOutcome> {
    if (this.#ended) return Promise.resolve({ kind: 'lost' })
    return new Promise((resolve) => {
      this.#current = { listener, end: resolve, unstartable: false }
      this.#input.write(text)
    })
  }

  /** Asks what runs in the group to end; the spawner itself survives it. */
  terminate(): void {
    if (!this.#ended) signalPid(-this.pid, 'SIGTERM')
  }

  /** Ends the whole group at once, even against its forking. The spawner is of no use afterwards. */
  kill(): void {
    this.#killed = true
    if (!this.#ended) signalPid(-this.pid, 'SIGKILL')
  }

  /** Holds the output back, or lets it come again. */
  pause(): void {
    this.#pipe?.pause()
  }

  resume(): void {
    this.#pipe?.resume()
  }

  /** Resolves when all that was printed has been read; for a spawner that has ended, and whose programs have. */
  async drained(): Promise<void> {
    const pipe = this.#pipe
    if (pipe === undefined) return
    pipe.resume()
    if (!pipe.closed)
      await once(pipe, 'close', { signal: AbortSignal.timeout(DRAIN_LIMIT_MS) }).catch(() => undefined)
    this.#stream.end()
    this.#current = undefined
    pipe.destroy()
  }

  async #boot(stdout: Readable, fifo: string): Promise<void> {
    const lines = new BootLines(stdout, BOOT_LIMIT_MS)
    this.#input.write(bootText(fifo, this.#token))
    await lines.next()
    const connect = await openOutputPipe(fifo, (chunk) => {
      this.#stream.write(chunk)
    })
    await lines.next()
    this.#pipe = connect()
    this.#pipe.on('error', () => undefined)
  }

  #marked(mark: string): void {
    const current = this.#current
    if (current === undefined || this.#ended) return
    if (mark === 'S') current.listener.started()
    else if (mark === 'U') current.unstartable = true
    else {
      this.#current = undefined
      current.end({ kind: current.unstartable ? 'unstartable' : 'ended', code: Number(mark.slice(1)) })
    }
  }

  #lost(): void {
    // While the group has members its number is given to nobody else; without members it was free only a moment ago.
    signalPid(-this.pid, 'SIGKILL')
    this.#ended = true
    this.#input.destroy()
    this.#current?.end({ kind: 'lost' })
  }
}

async function startShell(
  shell: readonly string[],
): Promise<{ process: ChildProcessByStdio<Writable, Readable, null>; pid: number }> {
  const [program = '', ...rest] = shell
  const child = spawn(program, [...rest, '-s'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
    env: {},
    cwd: '/',
  })
  const { pid } = child
  if (pid === undefined) {
    const [error] = (await once(child, 'error')) as [Error]
    throw unavailable(error)
  }
  child.on('error', () => undefined)
  return { process: child, pid }
}
