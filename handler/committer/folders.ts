import type { Folder } from '../folder.ts'

/** Folders below one, opened when they are first needed and closed together. */
export class Folders {
  readonly #top: Folder
  readonly #open = new Map<string, Folder>()

  constructor(top: Folder) {
    this.#top = top
  }

  /** The folder at a relative path; the top itself for the empty path. */
  get(path: string): Folder {
    if (path === '') return this.#top
    const known = this.#open.get(path)
    if (known !== undefined) return known
    const opened = this.#top.folder(path)
    this.#open.set(path, opened)
    return opened
  }

  close(): void {
    for (const folder of this.#open.values()) folder.close()
    this.#open.clear()
  }
}
