import type { DocumentStore } from '../../core/ports/document-store.ts'
import type { World } from './world.ts'

/** A rule of the protocol, taken away from every dispatcher by what stands between it and the store. */
export interface Rules {
  /** Also from those who keep house. */
  readonly store?: (store: DocumentStore, world: World) => DocumentStore
  /** From those who keep house alone. */
  readonly keeping?: (store: DocumentStore, world: World) => DocumentStore
}

export const ALL_RULES: Rules = {}
