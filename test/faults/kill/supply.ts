import type { NewEvent } from '../../../proto/generated/iteron/v1/NewEvent.ts'
import type { Random } from '../../protocol-model/random.ts'
import type { Publisher } from './publisher.ts'

/** The outside events in a random order, handed to the publisher bit by bit, so that there is work at every kill. */
export class Supply {
  readonly #waiting: NewEvent[]
  readonly #given: NewEvent[] = []
  readonly #publisher: Publisher
  readonly #random: Random

  constructor(roots: readonly NewEvent[], publisher: Publisher, random: Random) {
    const keyed = roots.map((root) => [random.next(), root] as const)
    this.#waiting = keyed.sort(([left], [right]) => left - right).map(([, root]) => root)
    this.#publisher = publisher
    this.#random = random
  }

  /** All but the rest that is to be published later; `part` in [0, 1]. */
  release(part: number): void {
    const total = this.#waiting.length + this.#given.length
    while (this.#waiting.length > 0 && this.#given.length < part * total) this.#give(0)
  }

  /** One before its time, if there is one left. */
  more(): void {
    this.#give(0)
  }

  /** One of the type, if there is one left. */
  take(type: string): void {
    const index = this.#waiting.findIndex((root) => root.type === type)
    if (index >= 0) this.#give(index)
  }

  /** Some event: one that was published before comes again, as from a client that didn't hear the answer. */
  another(): void {
    if (this.#given.length > 0) this.#publisher.publish(this.#random.pick(this.#given))
    else this.#give(0)
  }

  #give(index: number): void {
    const [root] = this.#waiting.splice(index, 1)
    if (root === undefined) return
    this.#given.push(root)
    this.#publisher.publish(root)
  }
}
