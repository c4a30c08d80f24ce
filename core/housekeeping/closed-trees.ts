import type { DocumentStore } from '../ports/document-store.ts'
import { agree, hasSettled, readTree } from '../protocol/scope.ts'
import { Recent } from '../recent.ts'

/** So many verdicts are remembered; a tree's things stand together, so that few are asked for again. */
const REMEMBERED = 1000

/**
 * Which trees are over for good: every node closed, nothing failed or waiting, all relayed, no process left. Only of
 * those anything is removed, and they stay so: what is closed is never opened again.
 */
export class ClosedTrees {
  readonly #store: DocumentStore
  readonly #known = new Recent<string, boolean>(REMEMBERED)

  constructor(store: DocumentStore) {
    this.#store = store
  }

  /** By the root's key. What is open may close later: the answer is good for one round. */
  async isClosed(root: string): Promise<boolean> {
    const known = this.#known.get(root)
    if (known !== undefined) return known
    const closed = await this.#read(root)
    this.#known.set(root, closed)
    return closed
  }

  async #read(root: string): Promise<boolean> {
    const first = await readTree(this.#store, root)
    if (!hasSettled(first)) return false
    if (await this.#hasWork(root)) return false
    return agree(first, await readTree(this.#store, root))
  }

  /** Of closed jobs: what they committed is on its way, or an attempt that was cancelled hasn't its record yet. */
  async #hasWork(root: string): Promise<boolean> {
    const [unrelayed, held] = await Promise.all([
      this.#store.tally('jobs', { root, state: 'succeeded', relayed: false }),
      this.#store.tally('jobs', { root, holds: { $exists: true } }),
    ])
    return unrelayed.count + held.count > 0
  }
}
