import type { BlobStore } from '../core/ports/blob-store.ts'

/**
 * Brings blobs to the disk several at once: those that come while others are on their way wait for them and go
 * together, so that a
 * folder that they share is written once.
 */
export class GroupSync {
  readonly #blobs: Pick<BlobStore, 'sync'>
  #keys: string[] = []
  #next: Promise<void> | undefined
  #current: Promise<void> = Promise.resolve()

  constructor(blobs: Pick<BlobStore, 'sync'>) {
    this.#blobs = blobs
  }

  /** As the store's own. A blob that can't be synced is no other caller's failure. */
  async sync(key: string): Promise<void> {
    this.#keys.push(key)
    this.#next ??= this.#syncNext()
    try {
      await this.#next
    } catch {
      await this.#blobs.sync([key])
    }
  }

  async #syncNext(): Promise<void> {
    await this.#current.catch(() => undefined)
    // who was let go together with the first comes within this turn of the event loop
    await new Promise(setImmediate)
    const keys = this.#keys
    this.#keys = []
    this.#next = undefined
    this.#current = this.#blobs.sync(keys)
    await this.#current
  }
}
