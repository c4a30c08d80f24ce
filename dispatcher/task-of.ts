import { eventContent } from '../core/catalog/event-content.ts'
import { AttemptFailure } from '../core/model/attempt-failure.ts'
import type { AttemptTask, InputEvent } from '../core/model/attempt-task.ts'
import { artifactPrefix } from '../core/model/artifact-keys.ts'
import type { EventRecord } from '../core/model/event.ts'
import { artifactId, attemptId } from '../core/model/identity.ts'
import type { JobRecord } from '../core/model/job.ts'
import type { ModuleRecord } from '../core/model/module-spec.ts'
import type { BlobStore } from '../core/ports/blob-store.ts'
import { DATA_SLOT } from '../core/protocol/commit.ts'
import { collectedEvents } from './collected-events.ts'
import type { DispatcherContext } from './context.ts'

/**
 * An artifact that an attempt was given, by the event that passed it on; `artifact` is empty for an event without
 * files.
 */
export interface Used {
  readonly artifact: string
  readonly event: string
}

export interface PreparedTask {
  readonly task: AttemptTask
  /** Complete once the task's events have been read. */
  readonly used: Used[]
  /** When the event was accepted and when it was recorded. */
  readonly accepted: readonly [number, number]
}

/**
 * Where the attempt's files, log and metadata lie. Computable from the job, so that a crash leaves nothing unfindable.
 */
export function prefixOf(context: Pick<DispatcherContext, 'blobs'>, job: JobRecord, attempt: number): string {
  const artifact = artifactId(job.id, attempt, DATA_SLOT)
  return artifactPrefix({ at: job.createdAt, producer: job.moduleName, artifact }, context.blobs.capabilities)
}

/** Everything that the stages of this attempt need to know. */
export async function taskOf(
  context: DispatcherContext,
  job: JobRecord,
  module: ModuleRecord,
): Promise<PreparedTask> {
  const event = await context.catalog.events.get(job.event)
  if (event === undefined)
    throw new AttemptFailure('configuration', `the event ${job.event} of the job is not there any more`)
  const input = await inputEventOf(context.blobs, event)
  const used: Used[] = job.join === undefined ? usedBy(event.id, input) : []
  return {
    used,
    accepted: [event.acceptedAt, event.storedAt],
    task: {
      id: attemptId(job.id, job.attempt),
      job: job.id,
      number: job.attempt,
      module: { id: module.id, name: module.name, version: module.version },
      spec: module.spec,
      code: module.code,
      correlationId: job.correlationId,
      ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
      event: input,
      ...(job.join === undefined ? {} : { collected: await collectedBy(context, job, module, used) }),
      artifact: {
        id: artifactId(job.id, job.attempt, DATA_SLOT),
        prefix: prefixOf(context, job, job.attempt),
      },
    },
  }
}

async function collectedBy(
  context: DispatcherContext,
  job: JobRecord,
  module: ModuleRecord,
  used: Used[],
): Promise<NonNullable<AttemptTask['collected']>> {
  const { store } = context
  const [cancelled, discarded] = await Promise.all([
    store.tally('jobs', { scopes: job.event, state: 'cancelled' }),
    store.tally('jobs', { scopes: job.event, state: 'discarded' }),
  ])
  return {
    cancelled: cancelled.count,
    discarded: discarded.count,
    events: () => inputsOf(context, job, module, used),
  }
}

async function* inputsOf(
  context: DispatcherContext,
  job: JobRecord,
  module: ModuleRecord,
  used: Used[],
): AsyncGenerator<InputEvent> {
  used.length = 0
  const types = module.spec.join?.collect ?? []
  for await (const event of collectedEvents(context.store, job.event, types)) {
    const input = await inputEventOf(context.blobs, event)
    used.push(...usedBy(event.id, input))
    if (input.files.length === 0) used.push({ artifact: '', event: event.id })
    yield input
  }
}

function usedBy(event: string, { files }: InputEvent): Used[] {
  return [...new Set(files.map((file) => file.artifact))].map((artifact) => ({ artifact, event }))
}

/** The event with its data and files at hand. */
async function inputEventOf(blobs: BlobStore, event: EventRecord): Promise<InputEvent> {
  return { id: event.eventId, type: event.type, ...(await eventContent(blobs, event)) }
}
