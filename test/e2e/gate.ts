import { spawnSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'

/** A named pipe that modules wait at until the test lets them through. */
export class Gate {
  /** What a module does: says `begun`, waits, says `released`. */
  readonly script: string
  readonly #pipe: number

  constructor(path: string) {
    const { status, stderr } = spawnSync('mkfifo', [path], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    this.#pipe = openSync(path, 'r+') // neither side waits for the other
    this.script = `echo begun; read line < '${path}'; echo released`
  }

  /** Lets so many through, those that come later too. */
  release(count = 1): void {
    writeSync(this.#pipe, '\n'.repeat(count))
  }

  close(): void {
    closeSync(this.#pipe)
  }
}
