import type { Event__Output } from '../../proto/generated/iteron/v1/Event.ts'
import type { ListView } from '../output/list.ts'
import { isoTime, localTime } from '../output/text.ts'

export const EVENT_STATES = ['pending', 'routed', 'handled'] as const

/** An event as programs see it; its data, files and routes only where they were asked for. */
export function eventJson(event: Event__Output): object {
  return {
    id: event.id,
    source: event.source,
    type: event.type,
    time: event.time,
    subject: event.subject,
    correlationid: event.correlationId,
    causationid: event.causationId,
    jobid: event.job,
    state: event.state,
    reason: event.reason ?? null,
    key: event.key,
    root: event.root,
    acceptedAt: isoTime(event.acceptedAtMs),
    handledAt: isoTime(event.handledAtMs),
    conflicts: event.conflicts,
    cancelled: event.cancelled,
    redriveOf: event.redriveOf,
    jobs: event.jobs,
    expiredAt: isoTime(event.expiredAtMs),
  }
}

/** An event with everything that belongs to it. */
export function eventDetailJson(event: Event__Output): object {
  return {
    ...eventJson(event),
    data: event.dataJson === undefined ? {} : (JSON.parse(event.dataJson) as unknown),
    files: event.files,
    routes: event.routes.map(({ module, name, wanted, join, reason }) => ({
      module,
      name,
      wanted,
      join,
      reason,
    })),
  }
}

export const EVENT_LIST: ListView<Event__Output> = {
  json: eventJson,
  columns: [
    { title: 'id', value: (event) => event.id },
    { title: 'type', value: (event) => event.type },
    { title: 'source', value: (event) => event.source },
    { title: 'state', value: (event) => event.state },
    { title: 'jobs', value: (event) => event.jobs },
    { title: 'accepted', value: (event) => localTime(event.acceptedAtMs) },
    { title: 'reason', value: (event) => event.reason },
  ],
  none: 'no events',
}
