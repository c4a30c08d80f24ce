import type { ArtifactRecord } from '../model/artifact.ts'
import type { EventRecord, Route } from '../model/event.ts'
import { jobId } from '../model/identity.ts'
import type { JobRecord } from '../model/job.ts'
import type { ModuleRecord } from '../model/module-spec.ts'
import type { DocumentStore, Write } from '../ports/document-store.ts'

/**
 * I1 to I4: how an event becomes jobs. Each function gives the writes of one step; done in order, one at a time, they
 * may stop anywhere and be done again. Where a batch is atomic, `fusedWrites` and `fusedDecision` do several at once.
 */

/**
 * The decision of I2: who takes the event, joining modules told apart, each with its reason if it doesn't. With
 * `refused` (why) nobody takes it.
 */
export function decideRoutes(
  event: Pick<EventRecord, 'type' | 'onlyModule'>,
  modules: readonly ModuleRecord[],
  refused?: string,
): Route[] {
  return modules.flatMap((module) => {
    const join = module.spec.join?.root === event.type ? module.spec.join : undefined
    if (join === undefined && !module.spec.subscribes.includes(event.type)) return []
    const reason = unwanted(event, module, refused)
    return [
      {
        module: module.id,
        name: module.name,
        wanted: reason === undefined,
        ...(join === undefined ? {} : { join: true, requires: join.requires }),
        ...(reason === undefined ? {} : { reason }),
      },
    ]
  })
}

function unwanted(
  event: Pick<EventRecord, 'onlyModule'>,
  module: ModuleRecord,
  refused?: string,
): string | undefined {
  if (module.state === 'deleted') return 'the module is deleted'
  if (refused !== undefined) return refused
  if (event.onlyModule !== undefined && event.onlyModule !== module.id)
    return 'the event was published again for another module'
  return undefined
}

/** What I2 writes into the event: it closes the event as a node of its scopes. */
function routedFields(routes: readonly Route[]) {
  const wanted = routes.filter((route) => route.wanted)
  return {
    state: 'routed' as const,
    routes,
    children: wanted.length,
    ownChildren: wanted.filter((route) => route.join !== true).length,
    ...(wanted.length > 0 ? {} : { reason: routes[0]?.reason ?? 'no module takes this type' }),
  }
}

/** The jobs of a routed event, as I3 inserts them. */
export function jobsOf(event: EventRecord, now: number): JobRecord[] {
  const wanted = (event.routes ?? []).filter((route) => route.wanted)
  const rooted = wanted.some((route) => route.join)
  return wanted.map((route) => ({
    id: jobId(event.id, route.module),
    module: route.module,
    moduleName: route.name,
    moduleVersion: 0,
    event: event.id,
    eventId: event.eventId,
    eventType: event.type,
    correlationId: event.correlationId,
    scopes: route.join !== true && rooted ? [...event.scopes, event.id] : event.scopes,
    root: event.root,
    ...(route.join === true ? { join: route.requires ?? 'all' } : {}),
    state: route.join === true ? ('waiting' as const) : ('queued' as const),
    ...(route.join === true ? { reason: `waits until everything under its ${event.type} has settled` } : {}),
    createdAt: now,
    updatedAt: now,
    queuedAt: now,
    attempt: 0,
    tries: 0,
    losses: 0,
    stagingFailures: 0,
  }))
}

/**
 * What the I1 of an event from outside rests on: the artifacts that it names are not being deleted. Refused otherwise.
 * A job's own events name the artifact that is made with them.
 */
export function namesLiveArtifacts(event: EventRecord): Write[] {
  if (event.job !== undefined) return []
  return namedBy(event).map((id): Write => ({
    kind: 'check',
    collection: 'artifacts',
    id,
    guard: { deletedAt: { $exists: false } },
  }))
}

function namedBy(event: EventRecord): string[] {
  return [...new Set(event.artifacts ?? event.files.map((file) => file.artifact))]
}

/**
 * Why an event can't be handled: what it names was deleted before it was recorded. Asked when the event can be seen:
 * from then on whoever deletes sees that it is needed.
 */
export async function goneFrom(store: DocumentStore, event: EventRecord): Promise<string | undefined> {
  if (event.job !== undefined) return undefined
  for (const id of namedBy(event)) {
    const artifact = await store.get<ArtifactRecord>('artifacts', id)
    if (artifact?.deletedAt !== undefined) return `the artifact ${id} of its files was deleted`
  }
  if (event.redriveOf === undefined || (event.dataAt ?? event.filesAt) === undefined) return undefined
  const original = await store.get<EventRecord>('events', event.redriveOf)
  return original?.expiredAt === undefined
    ? undefined
    : `the data of the event ${event.redriveOf}, of which it is a copy, was deleted`
}

/** I1. An event that is there already is no error. */
export function insertEvent(event: EventRecord): Write {
  return { kind: 'insert', collection: 'events', document: event, keep: true }
}

/** I2, refused if the decision was made before. */
export function routeEvent(event: EventRecord, routes: readonly Route[]): Write {
  return {
    kind: 'update',
    collection: 'events',
    id: event.id,
    guard: { state: 'pending' },
    change: { set: routedFields(routes) },
  }
}

/** I3, for an event that is routed. */
export function insertJobs(event: EventRecord, now: number): Write[] {
  return jobsOf(event, now).map((document) => ({ kind: 'insert', collection: 'jobs', document, keep: true }))
}

/** I4. */
export function handleEvent(event: EventRecord, now: number): Write {
  return {
    kind: 'update',
    collection: 'events',
    id: event.id,
    guard: { state: 'routed' },
    change: { set: { state: 'handled', handledAt: now } },
  }
}

/** An event as it stands when it is handled, and the writes that make it so. */
export interface FusedRouting {
  readonly routed: EventRecord
  readonly writes: Write[]
}

/** I1 to I4 of an event that isn't there yet: refused as a whole if it is. */
export function fusedWrites(event: EventRecord, routes: readonly Route[], now: number): FusedRouting {
  const routed: EventRecord = { ...event, ...handledFields(routes, now) }
  return {
    routed,
    writes: [{ kind: 'insert', collection: 'events', document: routed }, ...newJobs(routed, now)],
  }
}

/** I2 to I4 of an event that is there: refused as a whole if the decision was made before. */
export function fusedDecision(event: EventRecord, routes: readonly Route[], now: number): FusedRouting {
  const fields = handledFields(routes, now)
  const routed: EventRecord = { ...event, ...fields }
  const change = { set: fields }
  return {
    routed,
    writes: [
      { kind: 'update', collection: 'events', id: event.id, guard: { state: 'pending' }, change },
      ...newJobs(routed, now),
    ],
  }
}

function handledFields(routes: readonly Route[], now: number) {
  return { ...routedFields(routes), state: 'handled' as const, handledAt: now }
}

function newJobs(routed: EventRecord, now: number): Write[] {
  return jobsOf(routed, now).map((document) => ({ kind: 'insert', collection: 'jobs', document }))
}
