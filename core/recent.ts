/** Values that save work when they are asked for again, and on which nothing rests: all are forgotten at `most`. */
export class Recent<K, V> {
  readonly #most: number
  readonly #values = new Map<K, V>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: K): V | undefined {
    return this.#values.get(key)
  }

  set(key: K, value: V): void {
    if (this.#values.size >= this.#most) this.#values.clear()
    this.#values.set(key, value)
  }
}
