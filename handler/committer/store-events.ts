import type { ManifestEntry } from '../../core/model/artifact.ts'
import { INLINE_BYTES, type OutputEvent } from '../../core/model/attempt-output.ts'
import { digestOf } from '../../core/model/identity.ts'
import type { BlobRef, FileRef } from '../../core/model/event.ts'
import { putOnce } from '../../core/policies/put-once.ts'
import type { BlobStore } from '../../core/ports/blob-store.ts'
import { inParallel } from '../parallel.ts'
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

/** C1 for the events: lists and data that are too large go to blobs named by digest, so that event and document stay small. */
export async function storeEvents(
  raised: readonly RaisedEvent[],
  options: EventOptions,
): Promise<StoredEvents> {
  const byPath = new Map(options.entries.map((entry) => [entry.path, entry]))
  const lists = new Lists(options)
  const events = new Array<OutputEvent>(raised.length)
  const work = async (event: RaisedEvent, index: number) => {
    const files = event.files.flatMap((path) => refOf(byPath.get(path), options.artifact.id))
    events[index] = await outputEvent(event, files, lists)
  }
  await inParallel(raised, WIDTH, work, options.signal)
  return { events, keys: lists.keys() }
}

function refOf(entry: ManifestEntry | undefined, artifact: string): FileRef[] {
  return entry === undefined ? [] : [{ ...entry, artifact }]
}

async function outputEvent(
  event: RaisedEvent,
  files: readonly FileRef[],
  lists: Lists,
): Promise<OutputEvent> {
  const text = files.length === 0 ? '[]' : JSON.stringify(files)
  const apart = placesApart(event.dataBytes, Buffer.byteLength(text))
  return {
    type: event.type,
    ...(apart.data
      ? { data: {}, dataAt: await lists.put(JSON.stringify(event.data)) }
      : { data: event.data }),
    ...(apart.files ? { files: [], filesAt: await lists.put(text) } : { files }),
  }
}

/** What doesn't stand in the document itself: what is too large alone, and of two that are too large together the larger one. */
function placesApart(
  dataBytes: number,
  filesBytes: number,
): { readonly data: boolean; readonly files: boolean } {
  const together = dataBytes + filesBytes > INLINE_BYTES
  return {
    data: dataBytes > INLINE_BYTES || (together && dataBytes > filesBytes),
    files: filesBytes > INLINE_BYTES || (together && filesBytes >= dataBytes),
  }
}

/** Texts in blobs, each content once. */
class Lists {
  readonly #options: EventOptions
  readonly #refs = new Map<string, Promise<BlobRef>>()

  constructor(options: EventOptions) {
    this.#options = options
  }

  put(text: string): Promise<BlobRef> {
    const digest = digestOf(text)
    const known = this.#refs.get(digest)
    if (known !== undefined) return known
    const ref = this.#store(text, digest)
    this.#refs.set(digest, ref)
    return ref
  }

  keys(): string[] {
    return Array.from(this.#refs.keys(), (digest) => this.#key(digest))
  }

  async #store(text: string, digest: string): Promise<BlobRef> {
    const { blobs, signal } = this.#options
    const key = this.#key(digest)
    const { size } = await putOnce(
      blobs,
      key,
      { bytes: Buffer.from(text) },
      { digest, ...(signal === undefined ? {} : { signal }) },
    )
    return { key, digest, size }
  }

  #key(digest: string): string {
    return `${this.#options.artifact.prefix}lists/${digest.slice('sha256:'.length)}.json`
  }
}
