import type { EventRecord } from '../model/event.ts'
import type { Filter } from '../model/filter.ts'

export interface EventFilter {
  readonly type?: string
  readonly state?: string
  readonly correlationId?: string
  /** Stored since, milliseconds since 1970. */
  readonly since?: number
}

/** Fields of a list: no data, no files. */
export const LISTED = [
  'eventId',
  'source',
  'type',
  'time',
  'correlationId',
  'causationId',
  'job',
  'state',
  'reason',
  'root',
  'storedAt',
  'children',
  'conflicts',
] as const

/** An event as lists show it. */
export type EventSummary = Pick<EventRecord, 'id' | (typeof LISTED)[number]>

/** The events that are asked for, as the store takes it. */
export function eventFilter({ type, state, correlationId, since }: EventFilter): Filter {
  return {
    expiredAt: { $exists: false },
    ...(type === undefined ? {} : { type }),
    ...(state === undefined ? {} : { state }),
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(since === undefined ? {} : { storedAt: { $gte: since } }),
  }
}
