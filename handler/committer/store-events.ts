import type { ManifestEntry } from '../../core/model/artifact.ts'
import { ContentApart } from '../../core/catalog/content-apart.ts'
import type { OutputEvent } from '../../core/model/attempt-output.ts'
import type { FileRef } from '../../core/model/event.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import { inParallel } from '../../core/parallel.ts'
import type { RaisedEvent } from './event-file.ts'

const WIDTH = 8

export interface EventOptions {
  readonly blobs: BlobStore
  readonly artifact: { readonly id: string; readonly prefix: string }
  /** The files of `out/data`, stored. */
  readonly entries: readonly ManifestEntry[]
  readonly signal?: AbortSignal | undefined
}

export interface StoredEvents {
  readonly events: OutputEvent[]
  /** Keys of the lists and data that were too large for a document. */
  readonly keys: readonly string[]
}

/**
 * C1 for the events: lists and data that are too large go to blobs named by digest, so that event and document stay
 * small.
 */
export async function storeEvents(
  raised: readonly RaisedEvent[],
  options: EventOptions,
): Promise<StoredEvents> {
  const byPath = new Map(options.entries.map((entry) => [entry.path, entry]))
  const { blobs, artifact, signal } = options
  const apart = new ContentApart({ blobs, prefix: artifact.prefix, signal })
  const events = new Array<OutputEvent>(raised.length)
  const work = async (event: RaisedEvent, index: number) => {
    const files = event.files.flatMap((path) => refOf(byPath.get(path), artifact.id))
    events[index] = { type: event.type, ...(await apart.place(event.data, files)) }
  }
  await inParallel(raised, WIDTH, work, signal)
  return { events, keys: apart.keys() }
}

function refOf(entry: ManifestEntry | undefined, artifact: string): FileRef[] {
  return entry === undefined ? [] : [{ ...entry, artifact }]
}
