import type { AttemptTask } from '../../core/model/attempt-task.ts'
import { LIMITS } from './module-tree.ts'
import type { Party } from './party.ts'
import type { World } from './world.ts'

export type ProcessEnd = 'exit' | 'cancelled' | 'killed'

/** A module that runs. It outlives its dispatcher for a while. */
export interface ModuleProcess {
  readonly party: Party
  readonly module: string
  readonly task: string
  readonly until: number
  /** When it is ended because its dispatcher doesn't feed it any more. */
  killAt: number
  /** It was told to end. */
  told: boolean
  readonly ended: Promise<ProcessEnd>
  readonly end: (how: ProcessEnd) => void
}

const LASTS = [0, 0, 0, 20, 300, 3000, 20_000]

/** The modules that run on all machines. */
export class Processes {
  readonly #world: World
  readonly #live = new Set<ModuleProcess>()

  /** Called for each module that begins. */
  readonly started: ((task: AttemptTask) => void)[] = []

  constructor(world: World) {
    this.#world = world
  }

  get size(): number {
    return this.#live.size
  }

  start(party: Party, task: AttemptTask): ModuleProcess {
    const { time, random } = this.#world
    let resolve!: (how: ProcessEnd) => void
    const ended = new Promise<ProcessEnd>((onResolve) => {
      resolve = onResolve
    })
    const process: ModuleProcess = {
      party,
      module: task.module.name,
      task: task.id,
      until: time.now + random.pick(LASTS),
      killAt: Infinity,
      told: false,
      ended,
      end: (how) => {
        this.#live.delete(process)
        this.#world.note(`process ${process.module} ${process.task} ends: ${how}`)
        resolve(how)
      },
    }
    this.#live.add(process)
    this.#world.note(`process ${process.module} ${process.task} begins at ${party.name}`)
    if (process.until > time.now) void time.clockOf(this.#world.outside).sleep(process.until - time.now)
    this.#checkLimit(process)
    for (const tell of this.started) tell(task)
    return process
  }

  runs(task: string): boolean {
    return [...this.#live].some((process) => process.task === task)
  }

  /** Those that may end now. */
  ready(): ModuleProcess[] {
    const { now } = this.#world.time
    return [...this.#live].filter((process) => process.told || process.until <= now || process.killAt <= now)
  }

  /** What comes next to a process that may end. */
  go(process: ModuleProcess): void {
    if (process.killAt <= this.#world.time.now) process.end('killed')
    else process.end(process.told ? 'cancelled' : 'exit')
  }

  /** The dispatcher is gone or stands still: what it started is ended before others can count it out. */
  starve(party: Party, withinMs: number): void {
    const { time, random } = this.#world
    for (const process of this.#live) {
      if (process.party !== party) continue
      const after = random.below(withinMs)
      process.killAt = time.now + after
      void time.clockOf(this.#world.outside).sleep(after)
    }
  }

  /** Whose time is up is ended before the time goes on. */
  overdue(): ModuleProcess | undefined {
    return [...this.#live].find((process) => process.killAt <= this.#world.time.now)
  }

  /** Its next incarnation has the same folder and ends what is left before it begins. */
  endAll(): void {
    for (const process of this.#live) process.end('killed')
  }

  #checkLimit({ module, task }: ModuleProcess): void {
    const limit = LIMITS[module] ?? Infinity
    const live = [...this.#live].filter((one) => one.module === module)
    if (live.length > limit) {
      const tasks = live.map((one) => `${one.task.slice(0, 6)}@${one.party.name}`).join(', ')
      this.#world.problem(
        'more live processes than the limit',
        `${module} ${task}: ${String(live.length)} (${tasks})`,
      )
    }
  }
}
