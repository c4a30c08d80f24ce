/** Work that nobody waits for, a few pieces at a time. */
export class Backlog {
  readonly #width: number
  readonly #room: number
  readonly #waiting: (() => Promise<void>)[] = []
  readonly #working = new Set<Promise<void>>()

  /** `width`: pieces under way at a time. `room`: pieces that may wait before who adds one has to wait. */
  constructor(width: number, room: number) {
    this.#width = width
    this.#room = room
  }

  /** Returns when the piece is taken, which is at once while there is room. A piece must not reject. */
  async add(piece: () => Promise<void>): Promise<void> {
    while (this.#waiting.length >= this.#room) await Promise.race(this.#working)
    this.#waiting.push(piece)
    this.#begin()
  }

  /** Returns when all that was added has ended. */
  async drained(): Promise<void> {
    while (this.#working.size > 0) await Promise.race(this.#working)
  }

  #begin(): void {
    if (this.#working.size >= this.#width) return
    const piece = this.#waiting.shift()
    if (piece === undefined) return
    const working = piece().finally(() => {
      this.#working.delete(working)
      this.#begin()
    })
    this.#working.add(working)
  }
}
