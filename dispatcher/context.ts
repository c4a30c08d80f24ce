import type { Catalog } from '../core/catalog/catalog.ts'
import type { EnvironmentRecord } from '../core/model/environment.ts'
import type { BlobStore } from '../core/ports/blob-store.ts'
import type { Clock, Ids } from '../core/ports/clock.ts'
import type { DocumentStore } from '../core/ports/document-store.ts'
import type { EventBus } from '../core/ports/event-bus.ts'
import type { Log } from './log.ts'
import type { Room } from './room.ts'
import type { AttemptStages } from './stages.ts'

/** The bus group that one installation reads as: fan-out to modules happens in routing. */
export const GROUP = 'iteron'

export interface DispatcherSettings {
  /** Names this dispatcher among others: owner of attempts. New for each process. */
  readonly id: string
  /** Jobs at once. */
  readonly slots: number
  /** A lease ends when its heartbeat hasn't changed for so long, milliseconds. */
  readonly leaseMs: number
  /** How often the reconciler looks, milliseconds. */
  readonly reconcileMs: number
  /** An event that isn't handled for so long is routed by the reconciler, milliseconds. */
  readonly routeAfterMs: number
  /** Commits with more rows go by the table of staged parts. */
  readonly maxFusedRows: number
}

export const DEFAULT_SETTINGS: Omit<DispatcherSettings, 'id' | 'slots'> = {
  leaseMs: 15_000,
  reconcileMs: 5000,
  routeAfterMs: 30_000,
  maxFusedRows: 500,
}

/** What all parts of a dispatcher share; made once in the composition root. */
export interface DispatcherContext {
  readonly catalog: Catalog
  readonly store: DocumentStore
  readonly bus: EventBus
  readonly blobs: BlobStore
  /** Whether the stores have room. */
  readonly room: Room
  readonly clock: Clock
  readonly ids: Ids
  readonly settings: DispatcherSettings
  /** How an attempt's three stages are run, by the module's executor name. */
  readonly stages: ReadonlyMap<string, AttemptStages>
  /** Where its attempts run. */
  readonly environment: EnvironmentRecord
  readonly log: Log
}
