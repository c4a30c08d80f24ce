import type { EventSummary } from '../core/catalog/event-summary.ts'
import { eventContent } from '../core/catalog/event-content.ts'
import type { EventRecord, FileRef } from '../core/model/event.ts'
import { present } from '../core/model/present.ts'
import type { BlobStore } from '../core/ports/blob-store.ts'
import type { Event } from '../proto/generated/iteron/v1/Event.ts'
import type { File } from '../proto/generated/iteron/v1/File.ts'
import { milliseconds } from './job-message.ts'

/** Files in an answer about one event, at most. */
const MOST_FILES = 1000

/** An event as lists show it: without data, files and routes. */
export function eventMessage(event: EventSummary | EventRecord): Event {
  const full: Partial<EventRecord> = event
  return {
    ...present({
      subject: full.subject,
      causationId: event.causationId,
      job: event.job,
      reason: event.reason,
      handledAtMs: milliseconds(full.handledAt),
      cancelled: full.cancelledAt === undefined ? undefined : (full.cancelReason ?? 'cancelled'),
      redriveOf: full.redriveOf,
      jobs: event.children,
      expiredAtMs: milliseconds(full.expiredAt),
    }),
    id: event.eventId,
    source: event.source,
    type: event.type,
    time: event.time,
    correlationId: event.correlationId,
    state: event.state,
    key: event.id,
    root: event.root,
    acceptedAtMs: Math.round(full.acceptedAt ?? event.storedAt),
    conflicts: event.conflicts ?? 0,
  }
}

/** An event with everything, also what stands in blobs. */
export async function fullEventMessage(blobs: BlobStore, event: EventRecord): Promise<Event> {
  const { data, files } = await eventContent(blobs, event)
  return {
    ...eventMessage(event),
    dataJson: JSON.stringify(data),
    files: files.slice(0, MOST_FILES).map(fileMessage),
    routes: (event.routes ?? []).map(({ module, name, wanted, join, reason }) => ({
      module,
      name,
      wanted,
      join: join === true,
      ...present({ reason }),
    })),
  }
}

export function fileMessage({ path, digest, size, artifact }: Omit<FileRef, 'key'>): File {
  return { path, digest, size, artifact }
}
