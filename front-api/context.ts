import type { Catalog } from '../core/catalog/catalog.ts'
import type { EventBus } from '../core/ports/event-bus.ts'

/** What the front API needs; made in the composition root. */
export interface FrontContext {
  readonly catalog: Catalog
  readonly bus: EventBus
  /** The installation's subscription to the bus. */
  readonly group: string
  /** Whether what is accepted will be worked on: false while starting and stopping. */
  readonly ready: () => boolean
  /** Why nothing can be stored now, and so no job is started; undefined: it can. */
  readonly problem?: () => string | undefined
  /** Prometheus text. */
  readonly metrics: () => Promise<{ contentType: string; text: string }>
}
