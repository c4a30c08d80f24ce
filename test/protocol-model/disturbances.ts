import { TIMES, type Host } from './host.ts'
import type { People } from './people.ts'
import type { World } from './world.ts'

type Budget = Record<
  | 'crashes'
  | 'pauses'
  | 'duplicates'
  | 'conflicts'
  | 'forgeries'
  | 'roots'
  | 'jobCancels'
  | 'treeCancels'
  | 'redrives'
  | 'discards'
  | 'moduleChanges',
  number
>

/** What goes wrong and what people do while the dispatchers work, each as often as the scenario has it. */
export class Disturbances {
  readonly #world: World
  readonly #hosts: readonly Host[]
  readonly #people: People
  readonly #left: Budget
  readonly #actions: Readonly<Record<keyof Budget, () => void>>

  constructor(world: World, hosts: readonly Host[], people: People) {
    this.#world = world
    this.#hosts = hosts
    this.#people = people
    this.#left = { ...world.scenario }
    const atSomeHost = (act: (host: Host) => void) => () => {
      act(world.random.pick(hosts))
    }
    this.#actions = {
      crashes: () => {
        this.#crash()
      },
      pauses: () => {
        this.#pause()
      },
      duplicates: () => {
        people.publishAgain()
      },
      conflicts: () => {
        people.publishConflict()
      },
      forgeries: () => {
        people.forge()
      },
      roots: () => {
        people.publish(world.random.pick(['R', 'R', 'M', 'N', 'L']))
      },
      jobCancels: atSomeHost((host) => {
        people.cancelJob(host)
      }),
      treeCancels: atSomeHost((host) => {
        people.cancelTree(host)
      }),
      redrives: atSomeHost((host) => {
        people.redrive(host)
      }),
      discards: atSomeHost((host) => {
        people.discard(host)
      }),
      moduleChanges: atSomeHost((host) => {
        people.changeModule(host)
      }),
    }
  }

  /** One of those that are left. */
  happen(): void {
    const left = (Object.keys(this.#left) as (keyof Budget)[]).filter(
      (kind) => kind in this.#actions && this.#left[kind] > 0,
    )
    if (left.length === 0) return
    const kind = this.#world.random.pick(left)
    this.#left[kind] -= 1
    this.#actions[kind]()
  }

  /** From now on there is peace: everybody is at work, every module active. */
  end(): void {
    for (const host of this.#hosts) {
      if (host.party.state === 'paused') host.resume()
      if (host.party.state === 'dead') host.start()
    }
    const [host] = this.#hosts
    if (host !== undefined) this.#people.resumeModules(host)
  }

  #crash(): void {
    const { random, time, outside } = this.#world
    const alive = this.#hosts.filter((host) => host.party.state !== 'dead')
    if (alive.length === 0) return
    const host = random.pick(alive)
    host.crash()
    void time
      .clockOf(outside)
      .sleep(random.below(TIMES.leaseMs * 2))
      .then(() => {
        if (host.party.state === 'dead') host.start()
      })
  }

  /** Longer than a lease, or shorter. */
  #pause(): void {
    const { random, time, outside } = this.#world
    const running = this.#hosts.filter((host) => host.party.state === 'running')
    if (running.length === 0) return
    const host = random.pick(running)
    const { party } = host
    host.pause()
    const clock = time.clockOf(outside)
    void clock.sleep(random.below(TIMES.leaseMs)).then(() => {
      if (party.state !== 'dead') host.lockLost()
    })
    void clock.sleep(random.below(TIMES.leaseMs * 4)).then(() => {
      if (party.state === 'paused') host.resume()
    })
  }
}
