import type { Readable } from 'node:stream'

/**
 * What a shell tells while it boots: resolves with each call to `next` when one more line has come; rejects when none
 * will.
 */
export class BootLines {
  readonly #stdout: Readable
  readonly #limitMs: number
  #lines = 0
  #taken = 0
  #closed = false
  #wake: () => void = () => undefined

  constructor(stdout: Readable, limitMs: number) {
    this.#stdout = stdout
    this.#limitMs = limitMs
    stdout.on('data', (chunk: Buffer) => {
      this.#lines += chunk.toString('latin1').split('\n').length - 1
      this.#wake()
    })
    stdout.on('close', () => {
      this.#closed = true
      this.#wake()
    })
    stdout.on('error', () => undefined)
  }

  async next(): Promise<void> {
    const limit = setTimeout(() => this.#stdout.destroy(), this.#limitMs)
    while (this.#lines <= this.#taken && !this.#closed) {
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
    clearTimeout(limit)
    if (this.#lines <= this.#taken) throw new Error('the shell ended or was silent before it was ready')
    this.#taken++
  }
}
