/** Who waits for what, by id. */
export class Endings {
  #waiting = new Map()

  of(id) {
    return new Promise((resolve) => this.#waiting.set(id, resolve))
  }

  ended(id) {
    this.#waiting.get(id)?.()
    this.#waiting.delete(id)
  }
}
