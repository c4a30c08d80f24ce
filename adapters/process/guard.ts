import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { signalPid } from './procfs.ts'
import { unavailable } from './unavailable.ts'
import { quote } from './shell-text.ts'

/**
 * A shell of its own that outlives this process by a moment: when its stdin ends (also after `kill -9`), or when it
 * isn't fed
 * in time, it kills the groups of all spawners, and by their mark the programs that left their group.
 */
export class Guard {
  readonly #shell: readonly string[]
  readonly #mark: string
  readonly #starveMs: number
  readonly #groups = new Set<number>()
  #child: ChildProcess | undefined
  #feeding: NodeJS.Timeout | undefined
  #closed = false
  #born: (pid: number) => void = () => undefined

  /** `mark` is part of the environment of each program, and of none that isn't ours. `starveMs` 0: needn't be fed. */
  constructor(shell: readonly string[], mark: string, starveMs: number) {
    this.#shell = shell
    this.#mark = mark
    this.#starveMs = starveMs
  }

  /** `born` is told the guard's session, and that of each that replaces it. */
  start(born: (pid: number) => void): void {
    this.#born = born
    this.#startShell()
    if (this.#child?.pid === undefined)
      throw unavailable(new Error(`${this.#shell.join(' ')} could not be started`))
    if (this.#starveMs === 0) return
    this.#feed()
    this.#feeding = setInterval(() => {
      this.#feed()
    }, this.#starveMs / 3).unref()
  }

  add(group: number): void {
    this.#groups.add(group)
    this.#tell(`a ${String(group)}`)
  }

  remove(group: number): void {
    if (this.#groups.delete(group)) this.#tell(`d ${String(group)}`)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#feeding)
    const child = this.#child
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exit = new Promise((resolve) => child.once('exit', resolve))
    signalPid(-child.pid, 'SIGKILL')
    await exit
  }

  #startShell(): void {
    const [program = '', ...rest] = this.#shell
    const child: ChildProcess = spawn(program, [...rest, '-c', guardText(this.#mark)], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      env: {},
      cwd: '/',
    })
    this.#child = child
    if (child.pid !== undefined) this.#born(child.pid)
    child.on('error', () => undefined)
    child.stdin?.on('error', () => undefined)
    child.once('exit', () => {
      if (!this.#closed) this.#startShell()
    })
    for (const group of this.#groups) this.#tell(`a ${String(group)}`)
  }

  #feed(): void {
    this.#tell(`f ${String(Math.ceil(this.#starveMs / 1000))}`)
  }

  #tell(line: string): void {
    this.#child?.stdin?.write(`${line}\n`)
  }
}

/** Commands on stdin: `a group`, `d group`, `f seconds until it has starved`. */
function guardText(mark: string): string {
  return `groups=' '
reap() {
  for g in $groups; do kill -9 "-$g"; done
  for round in 1 2 3; do
    for f in $(grep -laF ${quote(mark)} /proc/[0-9]*/environ); do
      p=\${f#/proc/}
      kill -9 "\${p%/environ}"
    done
  done
}
while read -r op value; do
  case $op in
  a) groups="$groups$value " ;;
  d)
    rest=' '
    for g in $groups; do [ "$g" = "$value" ] || rest="$rest$g "; done
    groups=$rest
    ;;
  f)
    [ -z "$timer" ] || kill "$timer"
    (trap 'kill "$nap"; exit' TERM; sleep "$value" & nap=$!; wait "$nap"; reap) &
    timer=$!
    ;;
  esac
done
reap
kill -9 0
`
}
