import { never, type Party } from './party.ts'
import type { Random } from './random.ts'
import type { VirtualTime } from './virtual-time.ts'

/** Some calls take much longer than others: what they saw, or wanted, is old by then. */
const SLOW = 0.15
const SLOW_WEIGHT = 0.02

/** A call that waits until the simulator lets it go on. */
export interface Gate {
  readonly party: Party
  readonly label: string | (() => string)
  /** When it came, milliseconds of the virtual time. */
  readonly since: number
  /** How likely it is to be picked, among the others. */
  readonly weight: number
  readonly open: () => void
}

/** Where everything that leaves a process waits: the simulator picks who goes next. */
export class Gates {
  readonly #time: VirtualTime
  readonly #random: Random
  readonly #waiting = new Set<Gate>()

  constructor(time: VirtualTime, random: Random) {
    this.#time = time
    this.#random = random
  }

  pass(party: Party, label: string | (() => string), slow = SLOW): Promise<void> {
    if (party.state === 'dead') return never()
    if (!party.waits) return Promise.resolve()
    return new Promise((resolve) => {
      const weight = this.#random.chance(slow) ? SLOW_WEIGHT : 1
      this.#waiting.add({ party, label, since: this.#time.now, weight, open: resolve })
    })
  }

  /** Those of parties that are at work, in the order in which they came. */
  ready(): Gate[] {
    return [...this.#waiting].filter((gate) => gate.party.state === 'running')
  }

  /** One of those, by weight. */
  pick(ready: readonly Gate[]): Gate | undefined {
    let at = this.#random.next() * ready.reduce((sum, { weight }) => sum + weight, 0)
    return ready.find(({ weight }) => (at -= weight) < 0) ?? ready.at(-1)
  }

  open(gate: Gate): void {
    this.#waiting.delete(gate)
    gate.open()
  }

  forget(party: Party): void {
    for (const gate of this.#waiting) if (gate.party === party) this.#waiting.delete(gate)
  }
}
