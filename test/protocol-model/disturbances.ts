import { TIMES, type Host } from './host.ts'
import type { Keepers } from './keepers.ts'
import type { People } from './people.ts'
import type { Party } from './party.ts'
import type { World } from './world.ts'

/** That what is armed strikes after a write. */
const STRIKES = 0.5

interface Armed {
  readonly kind: string
  readonly strike: (host: Host) => void
}

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
  | 'moduleChanges'
  | 'deletions'
  | 'collections'
  | 'backups'
  | 'copies'
  | 'namings',
  number
>

/** What goes wrong and what people do while the dispatchers work, each as often as the scenario has it. */
export class Disturbances {
  readonly #world: World
  readonly #hosts: readonly Host[]
  readonly #people: People
  #left: Budget
  readonly #actions: Readonly<Record<keyof Budget, () => void>>
  /** What befalls the one who writes next, or soon. */
  #armed: Armed[] = []
  readonly #kinds = new Set<string>()

  constructor(world: World, hosts: readonly Host[], people: People, keepers: Keepers) {
    this.#world = world
    this.#hosts = hosts
    this.#people = people
    this.#left = { ...world.scenario }
    const atSomeHost = (act: (host: Host) => void) => () => {
      act(world.random.pick(hosts))
    }
    this.#actions = {
      crashes: () => {
        this.#arm((host) => {
          this.#crash(host)
        })
      },
      pauses: () => {
        this.#arm((host) => {
          this.#pause(host)
        })
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
      deletions: atSomeHost((host) => {
        keepers.delete(host)
      }),
      collections: atSomeHost((host) => {
        keepers.collect(host)
      }),
      backups: atSomeHost((host) => {
        keepers.backUp(host)
      }),
      copies: atSomeHost((host) => {
        keepers.copy(host)
      }),
      namings: () => {
        people.publishNaming(keepers.filesOfSome())
      },
    }
  }

  /** As at the beginning. */
  again(): void {
    this.#left = { ...this.#world.scenario }
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

  /** Between a write and its answer is where most can go wrong. */
  afterWrite(party: Party, kind: string): void {
    this.#kinds.add(kind)
    const host = this.#hosts.find((one) => one.party === party)
    const armed = this.#armed.find((one) => one.kind === kind)
    if (armed === undefined || host === undefined || party.state !== 'running') return
    if (!this.#world.random.chance(STRIKES)) return
    this.#armed = this.#armed.filter((one) => one !== armed)
    armed.strike(host)
  }

  /** Each kind of write is as likely, however seldom it is. */
  #arm(strike: Armed['strike']): void {
    const kinds = [...this.#kinds]
    if (kinds.length > 0) this.#armed.push({ kind: this.#world.random.pick(kinds), strike })
  }

  /** From now on there is peace: everybody is at work, every module active. */
  end(): void {
    this.#armed = []
    for (const host of this.#hosts) {
      if (host.party.state === 'paused') host.resume()
      if (host.party.state === 'dead') host.start()
    }
    const [host] = this.#hosts
    if (host !== undefined) this.#people.resumeModules(host)
  }

  #crash(host: Host): void {
    const { random, time, outside } = this.#world
    host.crash()
    void time
      .clockOf(outside)
      .sleep(random.below(TIMES.leaseMs * 2))
      .then(() => {
        if (host.party.state === 'dead') host.start()
      })
  }

  /** Longer than a lease, or shorter. */
  #pause(host: Host): void {
    const { random, time, outside } = this.#world
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
