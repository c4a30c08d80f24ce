import type { NewEvent } from '../../../proto/generated/iteron/v1/NewEvent.ts'
import { KINDS, type Kind, type KindName } from './kinds.ts'

/** An outside event that was accepted. */
export interface Root {
  readonly kind: KindName
  readonly name: string
  /** The key under which it is stored. */
  readonly key: string
  readonly event: NewEvent
}

/** What the clients did that the server acknowledged. */
export class Ledger {
  readonly roots = new Map<string, Root>()
  /** Keys of events that were published again with other content. */
  readonly conflicting = new Set<string>()
  /** Artifacts that were uploaded: whether each was deleted. */
  readonly uploads = new Map<string, 'kept' | 'deleted'>()
  /** Uploads whose answer was lost: each may have made an artifact that nobody knows. */
  unansweredUploads = 0
  /** Ids of events that the front API accepted from whoever sends anything. */
  readonly strangers = new Set<string>()
  /** Jobs that all of it leads to. */
  jobs = 0
  readonly #list: Root[] = []

  enter(root: Root): void {
    this.roots.set(root.key, root)
    this.#list.push(root)
    this.jobs += kindOf(root.kind).jobs
  }

  /** All roots, oldest first. */
  get list(): readonly Root[] {
    return this.#list
  }
}

export function kindOf(name: KindName): Kind {
  return KINDS[name]
}
