import { z } from 'zod'
import type { Catalog } from '../core/catalog/catalog.ts'
import { IteronError, isIteronError, messageOf } from '../core/errors.ts'
import { cloudEventSchema, type CloudEvent } from '../core/model/cloud-event.ts'
import type { EventRecord, FileRef } from '../core/model/event.ts'
import { eventKey, isOwnSource } from '../core/model/identity.ts'
import { describeIssues } from '../core/model/issues.ts'
import { checkPath, PATH_RULES } from '../core/model/paths.ts'
import { present } from '../core/model/present.ts'
import type { Json } from '../core/ports/document-store.ts'
import { fingerprintOf } from '../core/protocol/commit.ts'

const fileSchema = z.looseObject({
  path: z.string(),
  artifact: z.string().min(1),
  digest: z.string().optional(),
  size: z.number().optional(),
})

/**
 * An event from outside as the store will hold it, a root whatever it claims.
 *
 * INVALID_ARGUMENT, NOT_FOUND or PERMISSION_DENIED say why it can't be taken: it goes to the dead letters.
 */
export async function acceptEvent(
  catalog: Catalog,
  envelope: CloudEvent,
  acceptedAt: number,
): Promise<EventRecord> {
  const parsed = cloudEventSchema.safeParse(envelope)
  if (!parsed.success)
    throw new IteronError('INVALID_ARGUMENT', `not a CloudEvent: ${describeIssues(parsed.error)}`)
  const { clock, installation } = catalog.context
  if (isOwnSource(installation, envelope.source)) {
    throw new IteronError(
      'PERMISSION_DENIED',
      `the source ${envelope.source} is this installation's own, and no job of it raised this event`,
    )
  }
  const key = eventKey(envelope.source, envelope.id)
  const now = clock.now()
  const { data, files } = await contentOf(catalog, envelope)
  return {
    ...present({
      subject: envelope.subject,
      causationId: envelope.causationid,
      traceparent: envelope.traceparent,
    }),
    id: key,
    eventId: envelope.id,
    source: envelope.source,
    type: envelope.type,
    time: envelope.time ?? new Date(acceptedAt).toISOString(),
    correlationId: envelope.correlationid ?? envelope.id,
    data,
    files,
    fingerprint: fingerprintOf({ type: envelope.type, data, files }),
    state: 'pending',
    scopes: [],
    root: key,
    acceptedAt,
    storedAt: now,
  }
}

async function contentOf(
  catalog: Catalog,
  envelope: CloudEvent,
): Promise<{ data: Record<string, Json>; files: FileRef[] }> {
  const data = pairsOf(envelope)
  const listed = z.array(fileSchema).min(1).safeParse(data['files'])
  if (!listed.success) return { data, files: [] }
  const { files: _, ...pairs } = data
  const files: FileRef[] = []
  for (const file of listed.data) files.push(await fileOf(catalog, file))
  return { data: pairs, files }
}

function pairsOf({ data, data_base64 }: CloudEvent): Record<string, Json> {
  if (data_base64 !== undefined) return { data_base64 }
  if (data === undefined || data === null) return {}
  return isObject(data) ? data : { data }
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The same check of paths as on the way out of a module. */
async function fileOf(catalog: Catalog, file: z.output<typeof fileSchema>): Promise<FileRef> {
  const checked = checkPath(file.path)
  if (!checked.ok)
    throw new IteronError(
      'INVALID_ARGUMENT',
      `the file ${JSON.stringify(file.path)}: ${PATH_RULES[checked.rule]}`,
    )
  const entry = await catalog.artifacts.file(file.artifact, file.path)
  if (file.digest !== undefined && file.digest !== entry.digest) {
    throw new IteronError(
      'INVALID_ARGUMENT',
      `the file ${JSON.stringify(file.path)} of ${file.artifact} has the digest ${entry.digest}, not ${file.digest}`,
    )
  }
  return { path: entry.path, digest: entry.digest, size: entry.size, artifact: file.artifact, key: entry.key }
}

/** Whether trying again can't help: the message itself is at fault. */
export function isRefusal(error: unknown): boolean {
  return (
    isIteronError(error) &&
    ['INVALID_ARGUMENT', 'NOT_FOUND', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED'].includes(error.code)
  )
}

/** The reason as the dead letter keeps it. */
export function refusalOf(error: unknown): string {
  return messageOf(error)
}
