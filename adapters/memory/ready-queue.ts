/** A queue in the order of `seq`; taking from its front doesn't move the rest. */
export class ReadyQueue<T extends { readonly seq: number }> {
  #items: T[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  add(item: T): void {
    const at = this.#position(item.seq)
    if (at === this.#items.length) this.#items.push(item)
    else this.#items.splice(at, 0, item)
  }

  take(n: number): T[] {
    const taken = this.first(n)
    this.#head += taken.length
    if (this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return taken
  }

  first(n: number): T[] {
    return this.#items.slice(this.#head, this.#head + n)
  }

  remove(item: T): boolean {
    const at = this.#position(item.seq)
    if (this.#items[at] !== item) return false
    this.#items.splice(at, 1)
    return true
  }

  /** Where an item with this `seq` is or belongs. */
  #position(seq: number): number {
    let [low, high] = [this.#head, this.#items.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#items[middle] as T).seq < seq) low = middle + 1
      else high = middle
    }
    return low
  }
}
