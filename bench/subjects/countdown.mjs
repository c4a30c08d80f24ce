/** Resolves when so many have ended. */
export class Countdown {
  #left = 0
  #done = () => undefined

  of(count) {
    this.#left = count
    return new Promise((resolve) => (this.#done = resolve))
  }

  ended() {
    this.#left -= 1
    if (this.#left === 0) this.#done()
  }
}
