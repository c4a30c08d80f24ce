import type { Folder } from '../folder.ts'

/** Folders below one, opened when they are first needed and closed together. */
export class Folders {
  readonly #top: Folder
  readonly #open = new Map<string, Promise<Folder>>()

  constructor(top: Folder) {
    this.#top = top
  }

  /** The folder at a relative path; the top itself for the empty path. */
  get(path: string): Promise<Folder> {
    if (path === '') return Promise.resolve(this.#top)
    const known = this.#open.get(path)
    if (known !== undefined) return known
    const opened = this.#top.folder(path)
    this.#open.set(path, opened)
    return opened
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#open.values())
    this.#open.clear()
    const folders = opened.flatMap((folder) => (folder.status === 'fulfilled' ? [folder.value] : []))
    await Promise.all(folders.map((folder) => folder.close()))
  }
}
