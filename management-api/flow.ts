import { z } from 'zod'
import { eventContent } from '../core/catalog/event-content.ts'
import type { PageRequest } from '../core/catalog/page.ts'
import { ofTrace } from '../core/catalog/trace.ts'
import type { EventRecord } from '../core/model/event.ts'
import type { AttemptRecord, JobRecord } from '../core/model/job.ts'
import type { Json, Query } from '../core/ports/document-store.ts'
import type { ApiContext } from './context.ts'
import { readToken, writeToken } from './paging.ts'

/** How long a link to a log is good for, where the blob store signs links. */
const LINK_MS = 24 * 3600 * 1000

/** A document of Ion's `GetFlow`, and when it came to be. */
export interface FlowDocument {
  readonly at: number
  readonly document: Readonly<Record<string, Json>>
}

export interface FlowPage {
  readonly documents: FlowDocument[]
  readonly next?: string
}

const positionSchema = z.strictObject({ of: z.enum(['events', 'jobs']), after: z.string().optional() })
type Position = z.output<typeof positionSchema>

/** The documents of a trace: first those of events, then those of attempts, each in order of time. */
export async function flowPage(
  context: ApiContext,
  correlationId: string,
  page: PageRequest,
): Promise<FlowPage> {
  const documents: FlowDocument[] = []
  let room = page.limit
  let position: Position | undefined =
    page.after === undefined ? { of: 'events' } : readToken(page.after, positionSchema)
  while (position !== undefined && room > 0) {
    const part: Part = await (position.of === 'events' ? events : jobs)(
      context,
      correlationId,
      position.after,
      room,
    )
    documents.push(...part.documents)
    room -= part.taken
    position = part.next
  }
  return position === undefined ? { documents } : { documents, next: writeToken(position) }
}

interface Part {
  readonly documents: FlowDocument[]
  /** Events or jobs that were read. */
  readonly taken: number
  readonly next?: Position
}

async function events(
  context: ApiContext,
  correlationId: string,
  after: string | undefined,
  limit: number,
): Promise<Part> {
  const { store } = context.catalog.context
  const page = await store.find<EventRecord>('events', query(correlationId, 'storedAt', limit, after))
  const documents = await Promise.all(page.documents.map((event) => eventDocument(context, event)))
  const next: Position = page.next === undefined ? { of: 'jobs' } : { of: 'events', after: page.next }
  return { documents, taken: page.documents.length, next }
}

async function jobs(
  context: ApiContext,
  correlationId: string,
  after: string | undefined,
  limit: number,
): Promise<Part> {
  const { store } = context.catalog.context
  const page = await store.find<JobRecord>('jobs', query(correlationId, 'createdAt', limit, after))
  const documents: FlowDocument[] = []
  for (const job of page.documents) documents.push(...(await attemptDocuments(context, job)))
  const part = { documents, taken: page.documents.length }
  return page.next === undefined ? part : { ...part, next: { of: 'jobs', after: page.next } }
}

function query(correlationId: string, field: string, limit: number, after: string | undefined): Query {
  return { filter: ofTrace(correlationId), sort: { field }, limit, ...(after === undefined ? {} : { after }) }
}

async function eventDocument({ blobs }: ApiContext, event: EventRecord): Promise<FlowDocument> {
  const { data, files } = await eventContent(blobs, event)
  const context = {
    name: event.job === undefined ? event.source : (event.source.split('/').at(-1) ?? ''),
    eventId: event.eventId,
    correlationId: event.correlationId,
    parentEventId: event.causationId ?? '',
    documentType: 'eventMeta',
  }
  const pairs = Object.entries(data).map(([key, value]) => ({ key, value }))
  const document = {
    ...identified(event.eventId),
    context,
    files: files.map((file) => file.path),
    data: textPairs(pairs),
  }
  return { at: event.storedAt, document }
}

async function attemptDocuments(context: ApiContext, job: JobRecord): Promise<FlowDocument[]> {
  const attempts = await context.catalog.jobs.attempts(job.id, { limit: 1000 })
  const parent = await context.catalog.events.get(job.event)
  const shared = {
    name: job.moduleName,
    eventId: job.eventId,
    correlationId: job.correlationId,
    parentEventId: parent?.causationId ?? '',
  }
  const documents: FlowDocument[] = []
  for (const attempt of attempts.documents) {
    if ((attempt.insights ?? []).length > 0) {
      const about = { ...shared, documentType: 'insight' }
      documents.push({
        at: attempt.endedAt,
        document: { ...identified(attempt.id), context: about, data: textPairs(attempt.insights ?? []) },
      })
    }
    documents.push({ at: attempt.endedAt, document: await logDocument(context, job, attempt, shared) })
  }
  return documents
}

async function logDocument(
  { blobs }: ApiContext,
  job: JobRecord,
  attempt: AttemptRecord,
  shared: Readonly<Record<string, string>>,
): Promise<Record<string, Json>> {
  const { number, log, state, failure } = attempt
  const logs =
    log !== undefined && blobs.capabilities.signedUrls
      ? await blobs.signedUrl(log.key, LINK_MS)
      : `iteron:job/${job.id}/attempt/${number}`
  return {
    ...identified(`module:${job.moduleName}-event:${job.eventId}-attempt:${number}`),
    context: { ...shared, documentType: 'modulelogs' },
    desc: `attempt ${number} of ${job.moduleName}: ${failure?.message ?? state}`,
    logs,
    succeeded: state === 'succeeded',
  }
}

function identified(id: string) {
  return { _id: id, id }
}

/** Ion's pairs hold text only. */
function textPairs(pairs: readonly { readonly key: string; readonly value: Json }[]) {
  return pairs.map(({ key, value }) => ({
    key,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }))
}
