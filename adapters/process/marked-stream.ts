import { MARK } from './shell-text.ts'

const NEWLINE = 0x0a

/**
 * Tells the marks that a spawner prints from the output of the programs that it runs; both come through one pipe, in
 * order.
 */
export class MarkedStream {
  readonly #start: Buffer
  readonly #output: (chunk: Buffer) => void
  readonly #mark: (mark: string) => void
  /** What may be the beginning of a mark. */
  #held: Buffer = Buffer.alloc(0)

  /** `token` is known to the spawner only, so no program prints a mark. */
  constructor(token: string, output: (chunk: Buffer) => void, mark: (mark: string) => void) {
    this.#start = Buffer.from(`${MARK}${token}`)
    this.#output = output
    this.#mark = mark
  }

  /** The chunk may be used again by the caller afterwards. */
  write(chunk: Buffer): void {
    let data = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    for (;;) {
      const start = data.indexOf(this.#start)
      const end = start === -1 ? -1 : data.indexOf(NEWLINE, start)
      if (end === -1) {
        this.#hold(data, start === -1 ? this.#possibleStart(data) : start)
        return
      }
      this.#pass(data.subarray(0, start))
      this.#mark(data.toString('latin1', start + this.#start.length, end))
      data = data.subarray(end + 1)
    }
  }

  /** Nothing comes any more: what looked like a mark was none. */
  end(): void {
    this.#pass(this.#held)
    this.#held = Buffer.alloc(0)
  }

  #hold(data: Buffer, from: number): void {
    this.#pass(data.subarray(0, from))
    this.#held = Buffer.from(data.subarray(from))
  }

  #pass(chunk: Buffer): void {
    if (chunk.length > 0) this.#output(chunk)
  }

  /** Where the data ends with a part of a mark's beginning; its length: nowhere. */
  #possibleStart(data: Buffer): number {
    const tail = Math.max(0, data.length - this.#start.length)
    const at = data.subarray(tail).lastIndexOf(MARK)
    if (at === -1) return data.length
    const part = data.subarray(tail + at)
    return this.#start.subarray(0, part.length).equals(part) ? tail + at : data.length
  }
}
