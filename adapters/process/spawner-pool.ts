import type { ControlFolder } from './control-folder.ts'
import type { Guard } from './guard.ts'
import { Spawner } from './spawner.ts'

/** Spawners, made when they are first needed and kept; the one used last is used first. */
export class SpawnerPool {
  readonly #shell: readonly string[]
  readonly #folder: ControlFolder
  readonly #guard: Guard
  readonly #sessions: Set<number>
  readonly #idle: Spawner[] = []
  readonly #all = new Set<Spawner>()

  /** `sessions` is kept to hold the session of each spawner. */
  constructor(shell: readonly string[], folder: ControlFolder, guard: Guard, sessions: Set<number>) {
    this.#shell = shell
    this.#folder = folder
    this.#guard = guard
    this.#sessions = sessions
  }

  /** A spawner for one task at a time. Throws UNAVAILABLE when the machine can't start one. */
  async take(): Promise<Spawner> {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop())
      if (idle.usable) return idle
    return Spawner.create(this.#shell, this.#folder.newFifo(), (spawner) => {
      this.#register(spawner)
    })
  }

  /** Gives it back; one that has ended is forgotten. */
  put(spawner: Spawner): void {
    if (spawner.usable) this.#idle.push(spawner)
  }

  /** Kills them all, with whatever runs in them. */
  async close(): Promise<void> {
    const all = [...this.#all]
    for (const spawner of all) spawner.kill()
    await Promise.all(all.map((spawner) => spawner.exit))
    await Promise.all(all.map((spawner) => spawner.drained()))
  }

  #register(spawner: Spawner): void {
    this.#all.add(spawner)
    this.#sessions.add(spawner.pid)
    this.#guard.add(spawner.pid)
    void spawner.exit.then(() => {
      this.#all.delete(spawner)
      this.#sessions.delete(spawner.pid)
      this.#guard.remove(spawner.pid)
      this.#folder.removeSpawner(spawner.pid)
    })
    this.#folder.recordSpawner(spawner.pid)
  }
}
