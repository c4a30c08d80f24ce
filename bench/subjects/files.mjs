import { spawn } from 'node:child_process'
import { access, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { STAGES } from './chains.mjs'

const KIB = Buffer.alloc(1024, 'x')

/** The files of the chains of systems that hand none over themselves: stage N copies from folder N to folder N + 1. */
export class ChainFiles {
  #folder

  constructor(folder) {
    this.#folder = folder
  }

  async make() {
    for (let stage = 0; stage <= STAGES; stage += 1) await mkdir(this.#of(stage), { recursive: true })
  }

  /** The files that chains begin with. */
  async put(ids) {
    for (const id of ids) await writeFile(this.path(0, id), KIB)
  }

  /** Source and target of a stage. */
  copy(stage, id) {
    return [this.path(stage, id), this.path(stage + 1, id)]
  }

  path(stage, id) {
    return join(this.#of(stage), id)
  }

  /** Rejects unless each chain left its last file. */
  async check(ids) {
    for (const id of ids) await access(this.path(STAGES, id))
  }

  #of(stage) {
    return join(this.#folder, String(stage))
  }
}

/** A job as the peers and the floor run it: `cp` in a process of its own. */
export function copyInProcess([source, target]) {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/cp', [source, target], { stdio: 'ignore' })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`cp ended with ${String(code ?? signal)}`))
    })
  })
}
