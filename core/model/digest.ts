import { createHash, type Hash } from 'node:crypto'

/** A SHA-256 over bytes that come in pieces; `digestOf` in `identity.ts` is for bytes at hand. */
export class Digester {
  readonly #hash: Hash = createHash('sha256')
  #size = 0

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes)
    this.#size += bytes.byteLength
  }

  /** Bytes so far. */
  get size(): number {
    return this.#size
  }

  /** `sha256:…`; ends the digest. */
  digest(): string {
    return `sha256:${this.#hash.digest('hex')}`
  }
}
