import type { OutputStream } from './io.ts'

/** Not more often than this, milliseconds. */
const EVERY_MS = 100

/** A line on a terminal's standard error that is written over and over; nothing where there is no terminal. */
export class ProgressLine {
  readonly #stream: OutputStream
  #shown = 0
  #next = 0

  constructor(stream: OutputStream) {
    this.#stream = stream
  }

  show(text: () => string): void {
    const now = performance.now()
    if (this.#stream.isTTY !== true || now < this.#next) return
    this.#next = now + EVERY_MS
    const line = text().slice(0, (this.#stream.columns || 80) - 1)
    this.#stream.write(`\r${line.padEnd(this.#shown)}`)
    this.#shown = line.length
  }

  clear(): void {
    if (this.#shown > 0) this.#stream.write(`\r${' '.repeat(this.#shown)}\r`)
    this.#shown = 0
  }
}
