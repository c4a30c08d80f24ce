import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { allPids, environmentOf, hasEnded, hasProcfs, signalPid, signalProcess, statOf } from './procfs.ts'
import type { ProcessStat } from './procfs.ts'

/** The variable that marks every process a task starts. */
export const MARK_VARIABLE = 'ITERON_TASK'

const SWEEP_LIMIT_MS = 5000

/**
 * What the executor keeps on disk, all of it of use to the next one on the same folder only: `id`, by which processes
 * are
 * known to be of this folder; `spawners/<pid>` with the start time; and, while they are needed, `fifos/` and `logs/`.
 */
export class ControlFolder {
  #path: string
  readonly #instance = randomBytes(4).toString('hex')
  #id = ''
  #count = 0

  constructor(path: string) {
    this.#path = path
  }

  /** Makes the folder, and ends what a former process left running. */
  async open(): Promise<void> {
    mkdirSync(join(this.#path, 'spawners'), { recursive: true })
    // as /proc names what is in it
    this.#path = realpathSync(this.#path)
    this.#id = this.#readId()
    await this.#sweep()
    for (const name of ['spawners', 'fifos', 'logs']) {
      rmSync(join(this.#path, name), { recursive: true, force: true })
      mkdirSync(join(this.#path, name), { mode: 0o700 })
    }
  }

  /** Part of the environment of every program of this executor, and of this one only. */
  get mark(): string {
    return `${MARK_VARIABLE}=${this.#id}.${this.#instance}.`
  }

  newFifo(): string {
    return join(this.#path, 'fifos', this.#next())
  }

  newLog(): string {
    return join(this.#path, 'logs', this.#next())
  }

  /** Before it runs anything: what a later process needs to end it, and nothing but it. */
  recordSpawner(pid: number): void {
    writeFileSync(this.#record(pid), statOf(pid)?.start ?? '')
  }

  removeSpawner(pid: number): void {
    rmSync(this.#record(pid), { force: true })
  }

  #record(pid: number): string {
    return join(this.#path, 'spawners', String(pid))
  }

  #next(): string {
    return String(this.#count++)
  }

  /** Made once for the folder; a file that was cut short is made again. */
  #readId(): string {
    const file = join(this.#path, 'id')
    const id = existsSync(file) ? readFileSync(file, 'utf8') : ''
    if (/^[0-9a-f]{16}$/.test(id)) return id
    const made = randomBytes(8).toString('hex')
    writeFileSync(file, made)
    return made
  }

  async #sweep(): Promise<void> {
    if (!hasProcfs) return
    const deadline = performance.now() + SWEEP_LIMIT_MS
    for (;;) {
      const left = this.#former()
      if (left.length === 0 || performance.now() > deadline) return
      for (const stat of left) {
        // The group of a spawner is its own; in one go, so that nothing in it forks away.
        if (stat.group === stat.pid) signalPid(-stat.pid, 'SIGKILL')
        signalProcess(stat, 'SIGKILL')
      }
      await pause(5)
    }
  }

  /** Spawners by pid and start time, what is in their sessions, and what carries this folder's mark. */
  #former(): ProcessStat[] {
    const sessions = new Set<number>()
    for (const name of readdirSync(join(this.#path, 'spawners'))) {
      const start = readFileSync(this.#record(Number(name)), 'utf8')
      if (start !== '' && statOf(Number(name))?.start === start) sessions.add(Number(name))
    }
    const mark = `${MARK_VARIABLE}=${this.#id}.`
    return allPids().flatMap((pid) => {
      const stat = pid === process.pid ? undefined : statOf(pid)
      if (stat === undefined || hasEnded(stat)) return []
      return sessions.has(stat.session) || environmentOf(pid).includes(mark) ? [stat] : []
    })
  }
}
