import type { Catalog } from '../catalog/catalog.ts'
import type { ManifestEntry, ManifestPart } from '../model/artifact.ts'
import type { EventRecord } from '../model/event.ts'
import type { GarbageRecord } from '../model/garbage.ts'
import type { AttemptRecord } from '../model/job.ts'
import type { Retained } from '../model/retention.ts'
import type { Page } from '../ports/document-store.ts'
import { all } from '../protocol/scope.ts'
import type { Candidate } from './candidates.ts'
import { referrerOf } from './free-content.ts'

interface Holder {
  readonly artifact: string
  readonly path: string
}

/** What a dry run would free: nothing is written, so what would lose its last reference is worked out. */
export class Forecast {
  readonly #catalog: Catalog
  readonly #artifacts = new Set<string>()
  /** Sizes of lists and logs by key, which several may share. */
  readonly #blobs = new Map<string, number>()

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  /** Takes in something that would expire. */
  async add(what: Retained, { id }: Candidate): Promise<void> {
    const { store } = this.#catalog.context
    if (what === 'artifacts') this.#artifacts.add(id)
    if (what === 'jobs')
      for (const one of await all<AttemptRecord>(store, 'attempts', { job: id })) this.#addLog(one)
    if (what === 'logs') this.#addLog(await store.get<AttemptRecord>('attempts', id))
    if (what === 'events') this.#addLists(await this.#catalog.events.get(id))
  }

  /** Sizes of all blobs that would go, a step's worth at a time. */
  async *freed(signal: AbortSignal): AsyncGenerator<number[]> {
    yield [...this.#blobs.values()]
    for (const artifact of this.#artifacts) {
      for await (const file of this.#catalog.artifacts.files(artifact)) {
        if (signal.aborted) return
        if (await this.#isLastOf(artifact, file)) yield [file.size]
      }
    }
    yield* this.#recorded(signal)
  }

  #addLog(attempt: AttemptRecord | undefined): void {
    if (attempt?.log !== undefined) this.#blobs.set(attempt.log.key, attempt.log.size)
  }

  #addLists(event: EventRecord | undefined): void {
    for (const ref of [event?.dataAt, event?.filesAt])
      if (ref !== undefined) this.#blobs.set(ref.key, ref.size)
  }

  /** Whether only artifacts that would go refer to the file, and this is the first of them: it is counted once. */
  async #isLastOf(artifact: string, { path, digest, key }: ManifestEntry): Promise<boolean> {
    let after: string | undefined
    do {
      const page: Page<ManifestPart> = await this.#catalog.artifacts.withDigest(
        digest,
        after === undefined ? { limit: 100 } : { limit: 100, after },
      )
      const holders = page.documents.flatMap((part) =>
        part.files
          .filter((file) => file.digest === digest && file.key === key)
          .map((file) => ({ artifact: part.artifact, path: file.path })),
      )
      if (holders.some((holder) => this.#comesFirst(holder, { artifact, path }))) return false
      after = page.next
    } while (after !== undefined)
    return true
  }

  /** A holder that stays comes before all that go. */
  #comesFirst(holder: Holder, other: Holder): boolean {
    if (!this.#artifacts.has(holder.artifact) || holder.artifact < other.artifact) return true
    return holder.artifact === other.artifact && holder.path < other.path
  }

  /** What is garbage already. */
  async *#recorded(signal: AbortSignal): AsyncGenerator<number[]> {
    const { store } = this.#catalog.context
    let after: string | undefined
    do {
      const page: Page<GarbageRecord> = await store.find<GarbageRecord>('garbage', {
        filter: {},
        limit: 100,
        ...(after === undefined ? {} : { after }),
      })
      const sizes: number[] = []
      for (const garbage of page.documents) {
        if (signal.aborted) return
        if (garbage.kind === 'artifact') continue
        if (this.#blobs.has(garbage.key)) continue
        if (
          garbage.kind === 'content' &&
          (await referrerOf(store, garbage.digest, garbage.key)) !== undefined
        )
          continue
        sizes.push(garbage.size)
      }
      yield sizes
      after = page.next
    } while (after !== undefined)
  }
}
