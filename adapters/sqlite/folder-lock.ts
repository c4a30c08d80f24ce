import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { IteronError } from '../../core/errors.ts'
import { guarded } from './data-file.ts'
import { Database, faultOf } from './database.ts'

/**
 * One process at a time per folder. The lock is SQLite's own on an empty database beside the data: the system ends it
 * with
 * the process, however that ends. The pid in the file beside it is only for the message.
 */
export class FolderLock {
  readonly #database: Database
  readonly #pidFile: string

  /** FAILED_PRECONDITION when another process, or another handle of this one, holds the folder. */
  constructor(folder: string) {
    this.#pidFile = join(folder, 'iteron.pid')
    const path = join(folder, 'iteron.lock')
    this.#database = guarded(path, () => new Database(path))
    try {
      this.#database.exec('BEGIN EXCLUSIVE')
      writeFileSync(this.#pidFile, `${String(process.pid)}\n`)
    } catch (error) {
      this.#database.close()
      if (faultOf(error) === 'busy') throw inUse(folder, readPid(this.#pidFile))
      guarded(path, () => {
        throw error
      })
    }
  }

  release(): void {
    rmSync(this.#pidFile, { force: true })
    this.#database.close()
  }
}

function readPid(file: string): string {
  try {
    return `process ${readFileSync(file, 'utf8').trim()}`
  } catch {
    return 'another process'
  }
}

function inUse(folder: string, owner: string): IteronError {
  return new IteronError('FAILED_PRECONDITION', `the data folder ${folder} is in use by ${owner}`, {
    hint: 'Stop that process, or give this one another data folder.',
  })
}
