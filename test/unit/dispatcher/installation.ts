import { memoryBlobStore } from '../../../adapters/memory/blob-store.ts'
import { memoryDocumentStore } from '../../../adapters/memory/document-store.ts'
import { memoryEventBus } from '../../../adapters/memory/event-bus.ts'
import { Catalog } from '../../../core/catalog/catalog.ts'
import { COLLECTIONS } from '../../../core/catalog/collections.ts'
import { environmentRecord } from '../../../core/model/environment.ts'
import type { EventRecord } from '../../../core/model/event.ts'
import type { JobRecord } from '../../../core/model/job.ts'
import type { DocumentStore } from '../../../core/ports/document-store.ts'
import { Signals } from '../../../core/signals.ts'
import { randomIds, systemClock } from '../../../core/system-clock.ts'
import { DEFAULT_SETTINGS, type DispatcherContext } from '../../../dispatcher/context.ts'
import { Room } from '../../../dispatcher/room.ts'

/** What a dispatcher needs, in memory; `around` may stand between it and the store. */
export async function installation(
  around: (store: DocumentStore) => DocumentStore = (store) => store,
  atomicBatch = true,
) {
  const inner = memoryDocumentStore({ atomicBatch })
  const store = around(inner)
  const bus = memoryEventBus(systemClock)
  const blobs = memoryBlobStore()
  await Promise.all([inner.open(COLLECTIONS), bus.open(), blobs.open()])
  const signals = new Signals()
  const catalog = new Catalog({ store, clock: systemClock, ids: randomIds, signals, installation: 'test' })
  const warnings: string[] = []
  const warn = (_fields: object, message: string) => {
    warnings.push(message)
  }
  const log = { info: () => undefined, warn, error: warn }
  const context: DispatcherContext = {
    catalog,
    store,
    bus,
    blobs,
    room: new Room({ blobs, store, clock: systemClock, log }),
    clock: systemClock,
    ids: randomIds,
    settings: { ...DEFAULT_SETTINGS, id: 'test', slots: 4 },
    stages: new Map(),
    environment: environmentRecord({}),
    log,
  }
  return { context, store: inner, warnings }
}

/** An event from outside that was recorded and not routed yet. */
export function pendingEvent(id: string): EventRecord {
  return {
    id,
    eventId: id,
    source: 'outside',
    type: 'photo.added',
    time: '2026-01-01T00:00:00Z',
    correlationId: id,
    data: {},
    files: [],
    fingerprint: id,
    state: 'pending',
    scopes: [],
    root: id,
    acceptedAt: 1,
    storedAt: 1,
  }
}

/** A job that waits for its first attempt, of a module that isn't there. */
export function queuedJob(id: string): JobRecord {
  return {
    id,
    module: 'module-12345',
    moduleName: 'module',
    moduleVersion: 1,
    event: 'event',
    eventId: 'event',
    eventType: 'photo.added',
    correlationId: 'event',
    scopes: [],
    root: 'event',
    state: 'queued',
    createdAt: 1,
    updatedAt: 1,
    queuedAt: 1,
    attempt: 0,
    tries: 0,
    losses: 0,
    stagingFailures: 0,
  }
}

/** The store, each call of one method seen before it is made. */
export function watched<M extends 'find' | 'batch'>(
  inner: DocumentStore,
  method: M,
  see: (...args: Parameters<DocumentStore[M]>) => void,
): DocumentStore {
  return new Proxy(inner, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target)
      if (typeof member !== 'function') return member
      return (...args: unknown[]): unknown => {
        if (property === method) see(...(args as Parameters<DocumentStore[M]>))
        return (member as (...all: unknown[]) => unknown).apply(target, args)
      }
    },
  })
}
