const NEWLINE = 0x0a

/** Longer lines are cut into pieces of this size, bytes. */
const MAX_LINE_BYTES = 16 * 1024

/**
 * Turns a program's output into lines of text: up to `maxBytes` are kept, the rest is counted and told by one last
 * line.
 * Bytes that aren't UTF-8 are replaced; a piece of a long line never ends within a character.
 */
export class OutputLines {
  readonly #maxBytes: number
  readonly #emit: (text: string) => void
  #rest: Buffer = Buffer.alloc(0)
  #kept = 0
  #dropped = 0

  constructor(maxBytes: number, emit: (text: string) => void) {
    this.#maxBytes = maxBytes
    this.#emit = emit
  }

  /** The chunk may be used again by the caller afterwards. */
  write(chunk: Buffer): void {
    const room = Math.min(chunk.length, this.#maxBytes - this.#kept)
    this.#kept += room
    this.#dropped += chunk.length - room
    if (room > 0) this.#split(chunk.subarray(0, room))
  }

  /** The last line needs no newline. */
  end(): void {
    if (this.#rest.length > 0) this.#emit(this.#rest.toString('utf8'))
    this.#rest = Buffer.alloc(0)
    if (this.#dropped > 0) {
      this.#emit(
        `… ${String(this.#dropped)} more bytes were not kept (limit of the log: ${String(this.#maxBytes)} bytes)`,
      )
    }
    this.#dropped = 0
  }

  #split(chunk: Buffer): void {
    let text = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    for (;;) {
      const newline = text.indexOf(NEWLINE)
      const length = newline === -1 ? text.length : newline
      if (length > MAX_LINE_BYTES) {
        const cut = characterBoundary(text, MAX_LINE_BYTES)
        this.#emit(text.toString('utf8', 0, cut))
        text = text.subarray(cut)
      } else if (newline === -1) break
      else {
        this.#emit(text.toString('utf8', 0, newline))
        text = text.subarray(newline + 1)
      }
    }
    this.#rest = Buffer.from(text)
  }
}

/** The greatest index up to `at` where a UTF-8 character begins; `at` where there is none near. */
function characterBoundary(bytes: Buffer, at: number): number {
  for (let index = at; index > at - 4; index--) {
    if (((bytes[index] ?? 0) & 0xc0) !== 0x80) return index
  }
  return at
}
