import { constants } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { IteronError } from '../../core/errors.ts'
import { removeFolder, syncFile, withFile } from './descriptors.ts'
import { systemCode } from './errors.ts'

const MOST_KNOWN = 10_000
const FOLDER_FLAGS = constants.O_RDONLY | constants.O_DIRECTORY

/**
 * The folders below the store's own: made when needed, gone when empty, each recorded in its parent durably when asked.
 */
export class Folders {
  readonly #root: string
  /** Only a hint: another process may remove an empty one. */
  readonly #known = new Set<string>()
  /** Their names in all parents up to the root are on the disk. */
  readonly #durable = new Set<string>()

  constructor(root: string) {
    this.#root = root
  }

  async make(folder: string): Promise<void> {
    if (this.#known.has(folder)) return
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      if (systemCode(error) !== 'EEXIST') throw error
      throw new IteronError('FAILED_PRECONDITION', `${folder} is a blob and can't hold others`, {
        cause: error,
      })
    })
    remember(this.#known, folder)
  }

  /** What was known of the folder doesn't hold any more. */
  forget(folder: string): void {
    this.#known.delete(folder)
    this.#durable.delete(folder)
  }

  /** Removes the folder and those around it while they are empty. */
  async prune(folder: string): Promise<void> {
    for (let current = folder; current.length > this.#root.length; current = dirname(current)) {
      this.forget(current)
      if (!(await this.#remove(current))) return
      // again: a `sync` beside this may have found it before it was gone
      this.forget(current)
    }
  }

  /** The folders whose entries must reach the disk: these, and those around them that aren't yet durable. */
  unsynced(folders: Iterable<string>): Set<string> {
    const found = new Set<string>()
    for (const folder of folders) {
      found.add(folder)
      for (
        let current = folder;
        current !== this.#root && !this.#durable.has(current);
        current = dirname(current)
      ) {
        found.add(dirname(current))
      }
    }
    return found
  }

  /** To be called when all that `unsynced` gave has been synced. */
  synced(folders: Iterable<string>): void {
    for (const folder of folders) {
      for (let current = folder; current !== this.#root; current = dirname(current))
        remember(this.#durable, current)
    }
  }

  async #remove(folder: string): Promise<boolean> {
    try {
      await removeFolder(folder)
      return true
    } catch (error) {
      return systemCode(error) === 'ENOENT'
    }
  }
}

/** Brings the folder's entries to the disk. */
export async function syncFolder(folder: string): Promise<void> {
  await withFile(folder, FOLDER_FLAGS, 0, syncFile)
}

function remember(set: Set<string>, folder: string): void {
  if (set.size >= MOST_KNOWN) set.clear()
  set.add(folder)
}
