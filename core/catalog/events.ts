import { IteronError } from '../errors.ts'
import type { EventRecord } from '../model/event.ts'
import { eventKey } from '../model/identity.ts'
import { present } from '../model/present.ts'
import type { CloudEvent } from '../model/cloud-event.ts'
import type { Page } from '../ports/document-store.ts'
import { copyEventId } from '../protocol/commit.ts'
import { namesLiveArtifacts } from '../protocol/route.ts'
import type { CatalogContext } from './context.ts'
import { eventFilter, LISTED, type EventFilter, type EventSummary } from './event-summary.ts'
import { newestFirst, type PageRequest } from './page.ts'
import { resolve } from './resolve.ts'

/** The events that are known, from outside and from modules. */
export class Events {
  readonly #context: CatalogContext

  constructor(context: CatalogContext) {
    this.#context = context
  }

  /** By key. */
  get(key: string): Promise<EventRecord | undefined> {
    return this.#context.store.get<EventRecord>('events', key)
  }

  /** By CloudEvents id, key, or an unambiguous prefix of either. */
  resolve(text: string): Promise<EventRecord> {
    return resolve<EventRecord>(this.#context.store, 'events', 'event', text, ['id', 'eventId'])
  }

  list(filter: EventFilter, page: PageRequest): Promise<Page<EventSummary>> {
    return newestFirst<EventSummary>(
      this.#context.store,
      'events',
      eventFilter(filter),
      'storedAt',
      page,
      LISTED,
    )
  }

  /** Events raised by a job, in no order. */
  raisedBy(job: string, page: PageRequest): Promise<Page<EventSummary>> {
    return this.#context.store.find<EventSummary>('events', {
      filter: { job },
      limit: page.limit,
      fields: LISTED,
      ...(page.after === undefined ? {} : { after: page.after }),
    })
  }

  /**
   * A copy of an event to publish anew: a new id, a root of its own, linked to the old one. With `onlyModule` (an id)
   * no other module takes it.
   */
  copyOf(event: EventRecord, onlyModule?: string): EventRecord {
    const { clock, ids } = this.#context
    const now = clock.now()
    const eventId = copyEventId(event.id, ids.random())
    const key = eventKey(event.source, eventId)
    const {
      source,
      type,
      time,
      subject,
      correlationId,
      traceparent,
      data,
      dataAt,
      files,
      filesAt,
      artifacts,
      fingerprint,
    } = event
    return {
      ...present({ subject, traceparent, dataAt, filesAt, artifacts }),
      source,
      type,
      time,
      correlationId,
      data,
      files,
      fingerprint,
      id: key,
      eventId,
      state: 'pending',
      scopes: [],
      root: key,
      redriveOf: event.id,
      ...(onlyModule === undefined ? {} : { onlyModule }),
      acceptedAt: now,
      storedAt: now,
    }
  }

  /**
   * Inserts the copy; who calls this also publishes it, so that it is routed at once and not only by the reconciler.
   */
  async insertCopy(event: EventRecord, onlyModule?: string): Promise<EventRecord> {
    const copy = this.copyOf(event, onlyModule)
    const named = namesLiveArtifacts(copy)
    const { refused } = await this.#context.store.batch([
      { kind: 'check', collection: 'events', id: event.id, guard: { expiredAt: { $exists: false } } },
      ...named,
      { kind: 'insert', collection: 'events', document: copy },
    ])
    if (refused === 0) throw gone(event, 'its data and files were removed by retention')
    if (refused !== undefined && refused <= named.length)
      throw gone(event, 'an artifact of its files was deleted')
    if (refused !== undefined)
      throw new IteronError('ABORTED', `the copy ${copy.id} exists already`, { hint: 'Try again.' })
    return copy
  }
}

function gone(event: EventRecord, why: string): IteronError {
  return new IteronError('FAILED_PRECONDITION', `the event ${event.eventId} can't be published again: ${why}`)
}

/** The event as an envelope, with what large data and lists refer to left out. */
export function envelopeOf(event: EventRecord): CloudEvent {
  return {
    specversion: '1.0',
    id: event.eventId,
    source: event.source,
    type: event.type,
    time: event.time,
    ...(event.subject === undefined ? {} : { subject: event.subject }),
    datacontenttype: 'application/json',
    correlationid: event.correlationId,
    ...(event.causationId === undefined ? {} : { causationid: event.causationId }),
    ...(event.job === undefined ? {} : { jobid: event.job }),
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
    data: {
      ...event.data,
      ...(event.dataAt === undefined ? {} : { dataref: event.dataAt.digest }),
      ...(event.files.length === 0
        ? {}
        : {
            files: event.files.map(({ path, digest, size, artifact }) => ({ path, digest, size, artifact })),
          }),
      ...(event.filesAt === undefined ? {} : { filesref: event.filesAt.digest }),
    },
  }
}
