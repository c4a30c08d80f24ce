import { IteronError } from '../errors.ts'
import type { BlobRef, EventRecord, FileRef } from '../model/event.ts'
import { readVerified } from '../policies/verified-read.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Json } from '../ports/document-store.ts'

export interface EventContent {
  readonly data: Readonly<Record<string, Json>>
  readonly files: readonly FileRef[]
}

/** An event's data and files, wherever they stand. DATA_LOSS if a blob isn't what it was. */
export async function eventContent(blobs: BlobStore, event: EventRecord): Promise<EventContent> {
  const [data, files] = await Promise.all([
    event.dataAt === undefined ? event.data : readJson<Record<string, Json>>(blobs, event.dataAt),
    event.filesAt === undefined ? event.files : readJson<FileRef[]>(blobs, event.filesAt),
  ])
  return { data, files }
}

async function readJson<T>(blobs: BlobStore, ref: BlobRef): Promise<T> {
  const bytes = await readVerified(blobs, ref.key, ref.digest)
  try {
    return JSON.parse(bytes.toString('utf8')) as T
  } catch (cause) {
    throw new IteronError('DATA_LOSS', `${ref.key} is not JSON`, { cause })
  }
}
