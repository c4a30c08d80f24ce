import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { isAt, type Places } from './open-files.ts'
import {
  allPids,
  environmentOf,
  hasEnded,
  hasProcfs,
  isThread,
  LastPid,
  pidLimit,
  signalProcess,
  statOf,
} from './procfs.ts'
import type { ProcessStat } from './procfs.ts'

/** What the processes of a task have that no others have. */
export interface Traces {
  /** The spawner's session, in which they are unless they called setsid. */
  readonly session: number
  /** A variable, `NAME=value`, in the environment of those that did. */
  readonly mark: string
  /** Where those are that also dropped their environment. */
  readonly places: Places
  /** When the spawner was started, in the kernel's ticks: none of its processes is older. */
  readonly born: number
  /** A moment before the task was started. */
  readonly since: Moment
}

export interface Moment {
  readonly lastPid: number | undefined
  readonly at: number
}

/** More pids than this are cheaper looked up in the list of all. */
const FEW_PIDS = 64
/** No machine starts more processes than this in a millisecond: so long the pids can't have gone round. */
const FORKS_PER_MS = 20
const BATCH = 100
const EMPTY_ENVIRONMENT_ROUNDS = 3

/**
 * Finds what a task left behind. The kernel gives pids out in order, so only those between the task's start and now are
 * looked at: for a short task a handful. Out of reach is a process that called setsid, dropped its environment, and
 * neither works in the task's folder nor has anything of the task open.
 */
export class Leftovers {
  readonly #ownSessions: ReadonlySet<number>
  readonly #lastPid = new LastPid()
  readonly #pidLimit = pidLimit()

  /** `ownSessions`: those of all spawners and of the guard. */
  constructor(ownSessions: ReadonlySet<number>) {
    this.#ownSessions = ownSessions
  }

  now(): Moment {
    return { lastPid: this.#lastPid.read(), at: performance.now() }
  }

  close(): void {
    this.#lastPid.close()
  }

  /** What is alive of the task, its spawner left out. */
  async find(traces: Traces): Promise<ProcessStat[]> {
    const found: ProcessStat[] = []
    for (let since = traces.since; hasProcfs;) {
      const now = this.now()
      await this.#search(this.#candidates(since, now), traces, found)
      // One that was seen ending may have started another meanwhile.
      if (this.#lastPid.read() === now.lastPid) break
      since = now
    }
    return found
  }

  /**
   * Kills until nothing is left, however long it takes. `killGroup` is called if something is left in the spawner's own
   * session.
   */
  async clear(traces: Traces, killGroup: () => void): Promise<void> {
    for (let round = 0; !(await this.#isClear(traces, killGroup)); round++) await pause(Math.min(round, 20))
  }

  async #isClear(traces: Traces, killGroup: () => void): Promise<boolean> {
    try {
      const left = await this.find(traces)
      if (left.some((stat) => stat.session === traces.session)) killGroup()
      for (const stat of left) signalProcess(stat, 'SIGKILL')
      return left.length === 0
    } catch {
      // Out of descriptors or memory: it isn't known yet.
      return false
    }
  }

  /** An environment is empty for a moment while a program is replaced: looked at again. */
  async #search(pids: readonly number[], traces: Traces, found: ProcessStat[]): Promise<void> {
    let unsure = pids
    for (let round = 0; unsure.length > 0 && round <= EMPTY_ENVIRONMENT_ROUNDS; round++) {
      if (round > 0) await pause(1)
      unsure = await this.#examine(unsure, traces, found)
    }
  }

  /** Adds to `found`; returns the pids whose environment is empty. */
  async #examine(pids: readonly number[], traces: Traces, found: ProcessStat[]): Promise<number[]> {
    const unsure: number[] = []
    for (const [index, pid] of pids.entries()) {
      if (index % BATCH === BATCH - 1) await nextTurn()
      const stat = statOf(pid)
      if (stat === undefined || hasEnded(stat)) continue
      if (stat.session === traces.session) {
        if (pid !== traces.session) found.push(stat)
      } else if (!this.#isForeign(stat)) {
        const known = isOf(stat, traces)
        if (known === undefined) unsure.push(pid)
        else if (known) found.push(stat)
      }
    }
    return unsure
  }

  /** Of the kernel, or of another spawner's session. */
  #isForeign(stat: ProcessStat): boolean {
    return stat.session === 0 || this.#ownSessions.has(stat.session)
  }

  /** The pids that were given out after `since`, up to `now`, and are perhaps alive. */
  #candidates(since: Moment, now: Moment): number[] {
    const first = since.lastPid
    const last = now.lastPid
    if (first === undefined || last === undefined) return allPids()
    if ((now.at - since.at) * FORKS_PER_MS > this.#pidLimit) return allPids()
    const count = last >= first ? last - first : last - first + this.#pidLimit
    if (count <= FEW_PIDS)
      return Array.from({ length: count }, (_, index) => (first + 1 + index) % this.#pidLimit)
    return allPids().filter((pid) =>
      last >= first ? pid > first && pid <= last : pid > first || pid <= last,
    )
  }
}

/** Whether a process that left the session is the task's; undefined: it can't be told yet. */
function isOf(stat: ProcessStat, traces: Traces): boolean | undefined {
  const environment = environmentOf(stat.pid)
  if (hasVariable(environment, traces.mark) || isHidden(stat, traces)) return true
  return environment === '' ? undefined : false
}

/**
 * Neither we, who read the pipe, nor a thread that we have started meanwhile, nor somebody who looks at the workspace:
 * people have a terminal, which who called setsid has not, and editors are older than the spawner. A child of ours that
 * is still a copy of us isn't met: libuv's `uv_spawn` returns when it has become its program.
 */
function isHidden({ pid, terminal, start }: ProcessStat, { places, born }: Traces): boolean {
  if (pid === process.pid || terminal !== 0 || Number(start) < born) return false
  return isAt(pid, places) && !isThread(pid)
}

function hasVariable(environment: string, variable: string): boolean {
  const at = environment.indexOf(`${variable}\0`)
  return at === 0 || (at > 0 && environment[at - 1] === '\0')
}
