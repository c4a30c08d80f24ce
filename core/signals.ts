import type { Document } from './ports/document-store.ts'

/** A document was written: what people watch, and what wakes the dispatcher. */
export interface Changed {
  readonly collection: string
  readonly id: string
  /** The state that the write gave it, if it gave one. */
  readonly state?: string
  /** The module of a job, if it is at hand. */
  readonly module?: string
  /** The document, if it was inserted. */
  readonly document?: Document
}

/**
 * Tells listeners within this process that documents were written, after the write is durable. Only a hint: who relies
 * on
 * it must also look at the store now and then, since other processes write too.
 */
export class Signals {
  readonly #listeners = new Set<(changed: Changed) => void>()

  /** Calls back on each change until the returned function is called. Listeners must not throw. */
  listen(listener: (changed: Changed) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(changed: Changed): void {
    for (const listener of this.#listeners) listener(changed)
  }
}
