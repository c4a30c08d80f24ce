import { never, type Party } from './party.ts'
import type { VirtualTime } from './virtual-time.ts'

/** A call that waits until the simulator lets it go on. */
export interface Gate {
  readonly party: Party
  readonly label: string
  /** When it came, milliseconds of the virtual time. */
  readonly since: number
  readonly open: () => void
}

/** Where everything that leaves a process waits: the simulator picks who goes next. */
export class Gates {
  readonly #time: VirtualTime
  readonly #waiting = new Set<Gate>()

  constructor(time: VirtualTime) {
    this.#time = time
  }

  pass(party: Party, label: string): Promise<void> {
    if (party.state === 'dead') return never()
    return new Promise((resolve) => {
      this.#waiting.add({ party, label, since: this.#time.now, open: resolve })
    })
  }

  /** Those of parties that are at work, in the order in which they came. */
  ready(): Gate[] {
    return [...this.#waiting].filter((gate) => gate.party.state === 'running')
  }

  open(gate: Gate): void {
    this.#waiting.delete(gate)
    gate.open()
  }

  forget(party: Party): void {
    for (const gate of this.#waiting) if (gate.party === party) this.#waiting.delete(gate)
  }
}
