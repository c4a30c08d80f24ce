import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

const HOLD = join(import.meta.dirname, '../../../fixtures/executor/hold.ts')

/** Another process that holds an executor with two running tasks. */
export class Held {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  private constructor(child: ChildProcess, lines: AsyncIterator<string>) {
    this.#child = child
    this.#lines = lines
  }

  /** Resolves when both tasks have printed `ready`. */
  static async start(
    folder: string,
    mark: string,
    starveMs: number,
    command: readonly string[],
  ): Promise<Held> {
    const parameters = ['--import', 'tsx', HOLD, folder, mark, String(starveMs), ...command]
    const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'] })
    const held = new Held(child, createInterface({ input: child.stdout })[Symbol.asyncIterator]())
    if ((await held.line()) !== 'ready') throw new Error('the process with the executor is not ready')
    return held
  }

  async line(): Promise<string> {
    const { value } = (await this.#lines.next()) as { value?: string }
    return value ?? ''
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exit
  }

  /** The process that watches over it. */
  guard(): number | undefined {
    return pids().find((pid) => parentOf(pid) === this.#child.pid && read(pid, 'cmdline').includes('reap()'))
  }
}

/** Polls the machine, for what tells nobody: resolves with whether it came true within the limit. */
export async function comesTrue(limitMs: number, holds: () => boolean): Promise<boolean> {
  const deadline = performance.now() + limitMs
  while (performance.now() < deadline) {
    if (holds()) return true
    await pause(10)
  }
  return holds()
}

/** Pids of the processes that were started with these arguments, and others after them. */
export function running(...parameters: string[]): number[] {
  return pids().filter((pid) => read(pid, 'cmdline').startsWith(parameters.join('\0')))
}

function pids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

function parentOf(pid: number): number {
  const stat = read(pid, 'stat')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, 'latin1')
  } catch {
    return ''
  }
}
