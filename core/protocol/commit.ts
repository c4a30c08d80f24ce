import type { ArtifactRecord, ManifestEntry, ManifestPart } from '../model/artifact.ts'
import { INLINE_BYTES, type AttemptOutput, type OutputEvent } from '../model/attempt-output.ts'
import type { EventRecord } from '../model/event.ts'
import { artifactId, attemptId, derive, digestOf, eventKey, outputEventId } from '../model/identity.ts'
import type { AttemptRecord, JobRecord } from '../model/job.ts'
import type { Document, Write } from '../ports/document-store.ts'
import { ATTEMPT_FIELDS, changeJob, fenced, type AttemptRef } from './change-job.ts'

/** The slot of everything in `out/data`. */
export const DATA_SLOT = 'data'

/** A document on its way into a collection. */
export interface Row {
  readonly collection: string
  readonly document: Document
}

/**
 * Rows packed up to `INLINE_BYTES`, as C2 writes them: invisible until C3 counts the parts. `id` is `<attempt>.<n>`.
 */
export interface StagedPart extends Document {
  readonly job: string
  readonly attempt: number
  readonly part: number
  readonly rows: readonly Row[]
  /** Digests of content that was stored before and that its manifests refer to: staged references. */
  readonly refers?: readonly string[]
}

/** What is known of an attempt that is about to commit. */
export interface Commitment {
  readonly job: JobRecord
  readonly ref: AttemptRef
  readonly output: AttemptOutput
  readonly record: AttemptRecord
  readonly prefix: string
  readonly source: string
  readonly moduleVersion: number
  readonly traceparent?: string
  /** Artifacts that the attempt used, by event. */
  readonly used: readonly { readonly artifact: string; readonly event: string }[]
  readonly now: number
}

/** What the commit makes visible besides output events. */
export function committedRows(commitment: Commitment): Row[] {
  const rows: Row[] = [{ collection: 'attempts', document: commitment.record }, ...usedRows(commitment)]
  if (commitment.output.files.length > 0) rows.push(...artifactRows(commitment))
  return rows
}

/** The output events (pending), each made when it is asked for: there may be very many. */
export function* outputEvents(commitment: Commitment): Generator<EventRecord> {
  for (const [index, event] of commitment.output.events.entries()) yield outputEvent(commitment, event, index)
}

function usedRows({ ref, used }: Commitment): Row[] {
  return used.map(({ artifact, event }, n) => ({
    collection: 'used',
    document: {
      id: `${attemptId(ref.job, ref.attempt)}.${String(n)}`,
      job: ref.job,
      attempt: ref.attempt,
      artifact,
      event,
    },
  }))
}

function artifactRows({ job, ref, output, prefix, moduleVersion, now }: Commitment): Row[] {
  const id = artifactId(job.id, ref.attempt, DATA_SLOT)
  const parts = manifestParts(id, output.files)
  const artifact: ArtifactRecord = {
    id,
    path: prefix,
    slot: DATA_SLOT,
    producer: job.moduleName,
    job: job.id,
    attempt: ref.attempt,
    module: job.module,
    moduleVersion,
    correlationId: job.correlationId,
    files: output.files.length,
    bytes: output.bytes,
    parts: parts.length,
    createdAt: now,
  }
  return [
    ...parts.map((document) => ({ collection: 'manifests', document })),
    // After the manifest: whoever finds the content may free it, unless somebody is seen to refer to it.
    ...contentRows(prefix, output.files),
    // Last: an artifact that can be seen is whole, also while a large one is relayed part by part.
    { collection: 'artifacts', document: artifact },
  ]
}

/** The manifest in pieces that fit into documents. */
export function manifestParts(artifact: string, files: readonly ManifestEntry[]): ManifestPart[] {
  return [...packed(files)].map((entries, part) => ({
    id: `${artifact}.${String(part)}`,
    artifact,
    part,
    files: entries,
  }))
}

/** A content row for each file whose bytes are this artifact's own. */
export function contentRows(prefix: string, files: readonly ManifestEntry[]): Row[] {
  const own = new Map(files.filter((file) => file.key.startsWith(prefix)).map((file) => [file.digest, file]))
  return [...own.values()].map((file) => ({
    collection: 'contents',
    document: { id: file.digest, state: 'live', key: file.key, size: file.size },
  }))
}

function outputEvent(
  { job, ref, source, traceparent, now }: Commitment,
  event: OutputEvent,
  index: number,
): EventRecord {
  const eventId = outputEventId(job.id, index)
  return {
    id: eventKey(source, eventId),
    eventId,
    source,
    type: event.type,
    time: new Date(now).toISOString(),
    correlationId: job.correlationId,
    causationId: job.eventId,
    cause: job.event,
    job: ref.job,
    ...(traceparent === undefined ? {} : { traceparent }),
    data: event.data,
    ...(event.dataAt === undefined ? {} : { dataAt: event.dataAt }),
    files: event.files,
    ...(event.filesAt === undefined
      ? {}
      : { filesAt: event.filesAt, artifacts: [artifactId(job.id, ref.attempt, DATA_SLOT)] }),
    fingerprint: fingerprintOf(event),
    state: 'pending',
    scopes: job.scopes,
    root: job.root,
    acceptedAt: now,
    storedAt: now,
  }
}

/** What makes two events with the same id the same: type, data and the content of the files. */
export function fingerprintOf(event: OutputEvent): string {
  const files = event.filesAt?.digest ?? event.files.map((file) => [file.path, file.digest])
  return digestOf(JSON.stringify([event.type, event.dataAt?.digest ?? event.data, files]))
}

/** C2: the rows, packed, in parts that are made one after the other; one part at least. */
export function* stagedParts(
  ref: AttemptRef,
  rows: Iterable<Row>,
  referred: readonly string[] = [],
): Generator<StagedPart> {
  const wanted = new Set(referred)
  let n = 0
  for (const part of packed(rows)) {
    const refers = referencesIn(part, wanted)
    yield {
      id: `${attemptId(ref.job, ref.attempt)}.${String(n)}`,
      job: ref.job,
      attempt: ref.attempt,
      part: n,
      rows: part,
      ...(refers.length === 0 ? {} : { refers }),
    }
    n += 1
  }
}

function referencesIn(rows: readonly Row[], wanted: ReadonlySet<string>): string[] {
  const manifests = rows.filter((row) => row.collection === 'manifests')
  const digests = manifests.flatMap((row) => (row.document as ManifestPart).files.map((file) => file.digest))
  return [...new Set(digests.filter((digest) => wanted.has(digest)))]
}

/** The content that an output refers to without having stored it: digest and key. */
export function referredContent({ files, referred }: AttemptOutput): { digest: string; key: string }[] {
  const wanted = new Set(referred)
  const keys = new Map(files.filter((file) => wanted.has(file.digest)).map((file) => [file.digest, file.key]))
  return Array.from(keys, ([digest, key]) => ({ digest, key }))
}

/** C3: the commit. `relayed`: the write that it is part of leaves nothing for R1 and R2 to do. */
export function commitJob(
  ref: AttemptRef,
  numbers: { children: number; parts: number; moduleVersion: number; now: number },
  relayed = false,
): Write {
  return changeJob(
    ref.job,
    'commit',
    {
      committed: ref.attempt,
      children: numbers.children,
      parts: numbers.parts,
      relayed,
      ...(relayed ? { relayedAt: numbers.now } : {}),
      moduleVersion: numbers.moduleVersion,
      endedAt: numbers.now,
      updatedAt: numbers.now,
      losses: 0,
      stagingFailures: 0,
    },
    { guard: fenced(ref), unset: [...ATTEMPT_FIELDS, 'reason', 'failure'] },
  )
}

/** Whether a refused C3 was refused because this very attempt had committed before: then it is a success. */
export function committedBy(job: JobRecord | undefined, ref: AttemptRef): boolean {
  return job?.state === 'succeeded' && job.committed === ref.attempt
}

/**
 * Greedy packing by the size of the JSON; a single item above the limit stands alone (the policies refuse what is above
 * a document's).
 */
function* packed<T>(items: Iterable<T>): Generator<T[]> {
  let part: T[] | undefined
  let room = 0
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item))
    if (part !== undefined && size > room) yield part
    if (part === undefined || size > room) [part, room] = [[], INLINE_BYTES]
    part.push(item)
    room -= size
  }
  yield part ?? []
}

/** An id that nothing was derived for yet; for a copy of an event. */
export function copyEventId(event: string, random: string): string {
  return derive('output', event, random)
}
