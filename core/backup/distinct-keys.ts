import { createHash } from 'node:crypto'

/** A set holds no more; what comes beyond counts as new. */
const MOST = 10_000_000

/** Tells keys that weren't seen before, in few bytes a key. */
export class DistinctKeys {
  readonly #seen = new Set<number>()

  /** Whether it is new. */
  add(key: string): boolean {
    const hash = createHash('sha1').update(key).digest().readUIntBE(0, 6)
    if (this.#seen.has(hash)) return false
    if (this.#seen.size < MOST) this.#seen.add(hash)
    return true
  }
}
