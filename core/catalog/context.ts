import type { Clock, Ids } from '../ports/clock.ts'
import type { DocumentStore } from '../ports/document-store.ts'
import type { Signals } from '../signals.ts'

/** What the typed records need; made once in the composition root. */
export interface CatalogContext {
  readonly store: DocumentStore
  readonly clock: Clock
  readonly ids: Ids
  readonly signals: Signals
  /** Name of this installation: part of the `source` of its events. */
  readonly installation: string
}
