const FIRST_ROOM = 1024

/** A set of texts by their hashes, 8 bytes each: of a million texts it takes another one for its own once in 300 million. */
export class KeySet {
  readonly #hashOf: (key: string) => number
  #hashes = new Float64Array(FIRST_ROOM)
  #size = 0

  /** A whole number of at most 48 bits for a key. */
  constructor(hashOf: (key: string) => number) {
    this.#hashOf = hashOf
  }

  add(key: string): void {
    if (this.#size === this.#hashes.length) {
      const larger = new Float64Array(this.#size * 2)
      larger.set(this.#hashes)
      this.#hashes = larger
    }
    this.#hashes[this.#size++] = this.#hashOf(key)
  }

  /** After the last `add`, before the first `has`. */
  seal(): void {
    this.#hashes = this.#hashes.subarray(0, this.#size).sort()
  }

  has(key: string): boolean {
    const wanted = this.#hashOf(key)
    let [from, to] = [0, this.#size]
    while (from < to) {
      const middle = (from + to) >>> 1
      if ((this.#hashes[middle] ?? 0) < wanted) from = middle + 1
      else to = middle
    }
    return from < this.#size && this.#hashes[from] === wanted
  }
}
