import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'

/** What the kernel tells of a process; pid and start time together name it for ever. */
export interface ProcessStat {
  readonly pid: number
  /** One letter: R, S, D, T, Z, … */
  readonly state: string
  readonly parent: number
  readonly group: number
  readonly session: number
  /** The terminal that it belongs to; 0: none. */
  readonly terminal: number
  readonly threads: number
  /** Ticks since the machine started. */
  readonly start: string
}

/** Whether there is a Linux `/proc`; without it (macOS) processes are known by their group only. */
export const hasProcfs = existsSync('/proc/self/stat') && existsSync('/proc/self/environ')

/** A process or thread; undefined: there is none. */
export function statOf(pid: number): ProcessStat | undefined {
  // Asking first is cheaper than a thrown error: most of the pids asked for are gone.
  if (!existsSync(`/proc/${String(pid)}`)) return undefined
  const text = readText(pid, 'stat')
  // The name, in brackets, may contain anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  if (fields.length < 20) return undefined
  return {
    pid,
    state: fields[0] ?? '',
    parent: Number(fields[1]),
    group: Number(fields[2]),
    session: Number(fields[3]),
    terminal: Number(fields[4]),
    threads: Number(fields[17]),
    start: fields[19] ?? '',
  }
}

/** Whether it has ended, though its parent may not have noticed yet; its first thread may end before the others. */
export function hasEnded(stat: ProcessStat): boolean {
  return (stat.state === 'Z' || stat.state === 'X') && stat.threads <= 1
}

/** Whether the number is that of a thread, other than the first of its process: `/proc` answers for those too. */
export function isThread(pid: number): boolean {
  return /^Tgid:\t(\d+)$/m.exec(readText(pid, 'status'))?.[1] !== String(pid)
}

/** The environment a process was started with, variables separated by NUL; empty where we may not read it. */
export function environmentOf(pid: number): string {
  return readText(pid, 'environ')
}

export function allPids(): number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
}

/** The greatest pid there can be, plus one. */
export function pidLimit(): number {
  try {
    return Number(readFileSync('/proc/sys/kernel/pid_max', 'utf8'))
  } catch {
    return 32_768
  }
}

/** To that very process, if it still exists. */
export function signalProcess(stat: ProcessStat, signal: NodeJS.Signals): void {
  if (statOf(stat.pid)?.start === stat.start) signalPid(stat.pid, signal)
}

/** Nobody there, or nobody of ours: no error. */
export function signalPid(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Gone, which is what was wanted; or a process of another user, which is beyond us.
  }
}

/** The pid that the kernel gave out last: what was started since then has one between. */
export class LastPid {
  readonly #buffer = Buffer.alloc(128)
  readonly #file: number | undefined

  constructor() {
    this.#file = hasProcfs ? openSync('/proc/loadavg', 'r') : undefined
  }

  /** Undefined where the kernel doesn't tell. */
  read(): number | undefined {
    if (this.#file === undefined) return undefined
    const length = readSync(this.#file, this.#buffer, 0, this.#buffer.length, 0)
    const pid = Number(this.#buffer.toString('latin1', 0, length).trimEnd().split(' ')[4])
    return pid > 0 ? pid : undefined
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
  }
}

/**
 * Empty where there is no such process, or it isn't ours to read; that we can't open files now says nothing about it.
 */
function readText(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, 'latin1')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EMFILE' || code === 'ENFILE' || code === 'ENOMEM') throw error
    return ''
  }
}
