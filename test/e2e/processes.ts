import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const LOOK_AGAIN_MS = 10

/** A process that is alive, with what makes it recognizable in a message. */
export interface Running {
  readonly pid: number
  readonly parent: number
  /** Ticks since the machine started: with the pid it names the process for ever. */
  readonly start: string
  readonly command: string
}

/** Every process that is alive; ones that have ended and wait for their parent don't count. */
function allRunning(): Running[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => runningOf(Number(name)) ?? [])
}

function runningOf(pid: number): Running | undefined {
  const text = readProc(pid, 'stat')
  const [state, parent, ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ')
  if (state === undefined || state === '' || 'ZX'.includes(state)) return undefined
  const command = readProc(pid, 'cmdline').replaceAll('\0', ' ').trim()
  return { pid, parent: Number(parent), start: fields[17] ?? '', command }
}

export function isAlive(pid: number): boolean {
  return runningOf(pid) !== undefined
}

/** What a process started, directly or not. */
export function descendantsOf(pid: number): Running[] {
  const all = allRunning()
  const found = all.filter((one) => one.parent === pid)
  for (const { pid: parent } of found) found.push(...all.filter((one) => one.parent === parent))
  return found
}

/** Processes whose working directory, command or environment names a folder or an id. */
export function processesOf(text: string): Running[] {
  return allRunning().filter(
    ({ pid, command }) =>
      pid !== process.pid &&
      (command.includes(text) ||
        readProc(pid, 'environ').includes(text) ||
        readLink(pid, 'cwd').includes(text)),
  )
}

/** Those of them that are still alive. */
export function stillRunning(processes: readonly Running[]): Running[] {
  return processes.filter(({ pid, start }) => runningOf(pid)?.start === start)
}

/** Memory that a process has in use, bytes. */
export function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readProc(pid, 'status'))?.[1] ?? 0) * 1024
}

/** The most memory that a process ever had in use, bytes. */
export function peakResidentBytes(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readProc(pid, 'status'))?.[1] ?? 0) * 1024
}

/** Resolves when the condition holds; for what gives no signal, such as the end of a process that isn't our child. */
export async function until(what: string, holds: () => boolean, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`)
    await pause(LOOK_AGAIN_MS)
  }
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // it has ended
  }
}

function readLink(pid: number, file: string): string {
  try {
    return readlinkSync(`/proc/${pid}/${file}`)
  } catch {
    return ''
  }
}
