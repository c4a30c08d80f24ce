import { z } from 'zod'
import type { Catalog } from '../core/catalog/catalog.ts'
import { ContentApart } from '../core/catalog/content-apart.ts'
import { codeOf, messageOf } from '../core/errors.ts'
import { checkValue } from '../core/model/check-value.ts'
import { artifactPrefix } from '../core/model/artifact-keys.ts'
import type { ManifestEntry } from '../core/model/artifact.ts'
import { checkEvent } from '../core/model/check-event.ts'
import type { CloudEvent } from '../core/model/cloud-event.ts'
import type { BlobRef, EventRecord, FileRef } from '../core/model/event.ts'
import { eventKey, isOwnSource } from '../core/model/identity.ts'
import { describeIssues } from '../core/model/issues.ts'
import { checkPath, PATH_RULES } from '../core/model/paths.ts'
import { present } from '../core/model/present.ts'
import type { BlobStore } from '../core/ports/blob-store.ts'
import type { Json } from '../core/ports/document-store.ts'
import { fingerprintOf } from '../core/protocol/commit.ts'
import { insertGarbage } from '../core/protocol/expire.ts'
import type { DispatcherContext } from './context.ts'

const fileSchema = z.looseObject({
  path: z.string(),
  artifact: z.string().min(1),
  digest: z.string().optional(),
  size: z.number().optional(),
})
type ListedFile = z.output<typeof fileSchema>

/** The message itself is at fault, and trying again can't help: it goes to the dead letters with this reason. */
export class EventRefusal extends Error {
  override readonly name = 'EventRefusal'
}

/**
 * An event from outside as the store will hold it, a root whatever it claims. Rejects with `EventRefusal` if it can't
 * be taken.
 */
export async function acceptEvent(
  context: Pick<DispatcherContext, 'catalog' | 'blobs'>,
  envelope: CloudEvent,
  acceptedAt: number,
): Promise<EventRecord> {
  const { clock, installation } = context.catalog.context
  refuseForeign(installation, envelope)
  const key = eventKey(envelope.source, envelope.id)
  const content = await placedContent(context, envelope, key, acceptedAt)
  return {
    ...present({
      subject: envelope.subject,
      causationId: envelope.causationid,
      traceparent: envelope.traceparent,
    }),
    ...content,
    id: key,
    eventId: envelope.id,
    source: envelope.source,
    type: envelope.type,
    time: envelope.time ?? new Date(acceptedAt).toISOString(),
    correlationId: envelope.correlationid ?? envelope.id,
    fingerprint: fingerprintOf({ type: envelope.type, ...content }),
    state: 'pending',
    scopes: [],
    root: key,
    acceptedAt,
    storedAt: clock.now(),
  }
}

/** What is no event, or claims to be one that a job of this installation raised. */
function refuseForeign(installation: string, envelope: CloudEvent): void {
  const parsed = checkEvent(envelope)
  if (!parsed.success) throw new EventRefusal(`not a CloudEvent: ${describeIssues(parsed.error)}`)
  if (!isOwnSource(installation, envelope.source)) return
  throw new EventRefusal(
    `the source ${envelope.source} is this installation's own, and no job of it raised this event`,
  )
}

/** Data and files, what is large in blobs under the event's own prefix. */
async function placedContent(
  { catalog, blobs }: Pick<DispatcherContext, 'catalog' | 'blobs'>,
  envelope: CloudEvent,
  key: string,
  acceptedAt: number,
) {
  const { data, files } = await contentOf(catalog, envelope)
  const prefix = artifactPrefix({ at: acceptedAt, producer: 'events', artifact: key }, blobs.capabilities)
  const placed = await new ContentApart({ blobs, prefix }).place(data, files)
  const lists = [placed.dataAt, placed.filesAt].filter((list) => list !== undefined)
  if (lists.length > 0) await keepLists(catalog, blobs, key, lists)
  if (placed.filesAt === undefined) return placed
  return { ...placed, artifacts: [...new Set(files.map((file) => file.artifact))] }
}

/** Of an event that is known already the first content counts: other lists have no owner. */
async function keepLists(
  catalog: Catalog,
  blobs: BlobStore,
  event: string,
  lists: readonly BlobRef[],
): Promise<void> {
  const known = await catalog.events.get(event)
  if (known === undefined) return blobs.sync(lists.map(({ key }) => key))
  if (known.expiredAt !== undefined) return leaveLists(catalog, lists)
  const kept = [known.dataAt?.key, known.filesAt?.key]
  await blobs.delete(lists.map(({ key }) => key).filter((key) => !kept.includes(key)))
}

/** A copy of an event that has expired may have its lists still: who collects garbage looks. */
async function leaveLists({ context }: Catalog, lists: readonly BlobRef[]): Promise<void> {
  await context.store.batch(lists.flatMap(({ key, size }) => insertGarbage(key, { kind: 'list', key, size })))
}

async function contentOf(
  catalog: Catalog,
  envelope: CloudEvent,
): Promise<{ data: Record<string, Json>; files: FileRef[] }> {
  const data = pairsOf(envelope)
  const listed = checkValue(z.array(fileSchema).min(1), data['files'])
  if (!listed.success) return { data, files: [] }
  const { files: _, ...pairs } = data
  return { data: pairs, files: await filesOf(catalog, listed.data) }
}

function pairsOf({ data, data_base64 }: CloudEvent): Record<string, Json> {
  if (data_base64 !== undefined) return { data_base64 }
  if (data === undefined || data === null) return {}
  return isObject(data) ? data : { data }
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The same check of paths as on the way out of a module. Each artifact's manifest is read once. */
async function filesOf(catalog: Catalog, listed: readonly ListedFile[]): Promise<FileRef[]> {
  const manifests = new Map<string, Map<string, ManifestEntry>>()
  const files: FileRef[] = []
  for (const file of listed) {
    const checked = checkPath(file.path)
    if (!checked.ok) {
      throw new EventRefusal(`the file ${JSON.stringify(file.path)}: ${PATH_RULES[checked.rule]}`)
    }
    let manifest = manifests.get(file.artifact)
    if (manifest === undefined) {
      manifest = await manifestOf(catalog, file.artifact)
      manifests.set(file.artifact, manifest)
    }
    files.push(fileOf(file, manifest.get(file.path)))
  }
  return files
}

async function manifestOf(catalog: Catalog, id: string): Promise<Map<string, ManifestEntry>> {
  const artifact = await catalog.artifacts.get(id)
  if (artifact === undefined) throw new EventRefusal(`there is no artifact ${JSON.stringify(id)}`)
  if (artifact.deletedAt !== undefined) throw new EventRefusal(`the artifact ${id} is deleted`)
  const manifest = new Map<string, ManifestEntry>()
  for await (const entry of catalog.artifacts.files(id)) manifest.set(entry.path, entry)
  return manifest
}

function fileOf(file: ListedFile, entry: ManifestEntry | undefined): FileRef {
  const name = JSON.stringify(file.path)
  if (entry === undefined) throw new EventRefusal(`the artifact ${file.artifact} has no file ${name}`)
  if (file.digest !== undefined && file.digest !== entry.digest) {
    throw new EventRefusal(
      `the file ${name} of ${file.artifact} has the digest ${entry.digest}, not ${file.digest}`,
    )
  }
  return { path: entry.path, digest: entry.digest, size: entry.size, artifact: file.artifact, key: entry.key }
}

/** Why a message can never be taken; undefined for an error that may pass. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof EventRefusal) return error.message
  // A document that the store can't hold, whatever is tried.
  return codeOf(error) === 'INVALID_ARGUMENT' ? messageOf(error) : undefined
}
