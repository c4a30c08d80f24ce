import { userOf } from '../catalog/artifact-users.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { ManifestEntry } from '../model/artifact.ts'
import type { EventRecord } from '../model/event.ts'
import type { Filter } from '../model/filter.ts'
import { BEHIND_ARTIFACTS, type GarbageRecord } from '../model/garbage.ts'
import type { AttemptRecord } from '../model/job.ts'
import type { Retained } from '../model/retention.ts'
import type { DocumentStore, Page } from '../ports/document-store.ts'
import { all } from '../protocol/scope.ts'
import type { Candidate } from './candidates.ts'
import { holders, referrerOf, type Holder } from './free-content.ts'

/** What a dry run would free: nothing is written, so what would lose its last reference is worked out. */
export class Forecast {
  readonly #catalog: Catalog
  readonly #artifacts = new Set<string>()
  /** Lists and logs by key; several events may share a list: how many of those would go. */
  readonly #blobs = new Map<string, { readonly size: number; readonly events: number }>()

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
    await this.#addDeleted(signal)
    yield await this.#lists()
    for (const artifact of this.#artifacts) {
      for await (const file of this.#catalog.artifacts.files(artifact)) {
        if (signal.aborted) return
        if (await this.#isLastOf(artifact, file)) yield [file.size]
      }
    }
    yield* this.#recorded(signal)
  }

  /** Deletions that are to be finished. */
  async #addDeleted(signal: AbortSignal): Promise<void> {
    for await (const page of this.#garbage({ id: { $lt: BEHIND_ARTIFACTS } }, signal))
      for (const garbage of page) {
        if (garbage.kind !== 'artifact') continue
        const artifact = await this.#catalog.artifacts.get(garbage.artifact)
        if (artifact?.deletedAt === undefined) continue
        const { store } = this.#catalog.context
        if (artifact.removing === true || (await userOf(store, artifact.id)) === undefined)
          this.#artifacts.add(artifact.id)
      }
  }

  /** Sizes of those to which no event refers that stays. */
  async #lists(): Promise<number[]> {
    const sizes: number[] = []
    for (const [key, { size, events }] of this.#blobs) {
      const left = events === 0 ? 0 : (await referringEvents(this.#catalog.context.store, key)) - events
      if (left <= 0) sizes.push(size)
    }
    return sizes
  }

  #addLog(attempt: AttemptRecord | undefined): void {
    if (attempt?.log !== undefined) this.#blobs.set(attempt.log.key, { size: attempt.log.size, events: 0 })
  }

  #addLists(event: EventRecord | undefined): void {
    for (const ref of [event?.dataAt, event?.filesAt])
      if (ref !== undefined) {
        const events = (this.#blobs.get(ref.key)?.events ?? 0) + 1
        this.#blobs.set(ref.key, { size: ref.size, events })
      }
  }

  /** Whether only artifacts that would go refer to the file, and this is the first of them: it is counted once. */
  async #isLastOf(artifact: string, { path, digest, key }: ManifestEntry): Promise<boolean> {
    for await (const holder of holders(this.#catalog.context.store, digest, key))
      if (this.#comesFirst(holder, { artifact, path })) return false
    return true
  }

  /** A holder that stays comes before all that go. */
  #comesFirst(holder: Holder, other: Holder): boolean {
    if (!this.#artifacts.has(holder.artifact) || holder.artifact < other.artifact) return true
    return holder.artifact === other.artifact && holder.path < other.path
  }

  /** What is garbage already. */
  async *#recorded(signal: AbortSignal): AsyncGenerator<number[]> {
    for await (const page of this.#garbage({ id: { $gte: BEHIND_ARTIFACTS } }, signal)) {
      const sizes: number[] = []
      for (const garbage of page) {
        if (signal.aborted) return
        if (garbage.kind !== 'artifact' && !(await this.#isKept(garbage))) sizes.push(garbage.size)
      }
      yield sizes
    }
  }

  /** Somebody refers to it, or it is counted with those who do. */
  async #isKept(garbage: Exclude<GarbageRecord, { kind: 'artifact' }>): Promise<boolean> {
    const { store } = this.#catalog.context
    if (this.#blobs.has(garbage.key)) return true
    if (garbage.kind === 'list') return (await referringEvents(store, garbage.key)) > 0
    return garbage.kind === 'content' && (await referrerOf(store, garbage.digest, garbage.key)) !== undefined
  }

  async *#garbage(filter: Filter, signal: AbortSignal): AsyncGenerator<readonly GarbageRecord[]> {
    let after: string | undefined
    do {
      const page: Page<GarbageRecord> = await this.#catalog.context.store.find<GarbageRecord>('garbage', {
        filter,
        limit: 100,
        ...(after === undefined ? {} : { after }),
      })
      if (signal.aborted) return
      yield page.documents
      after = page.next
    } while (after !== undefined)
  }
}

async function referringEvents(store: DocumentStore, key: string): Promise<number> {
  const data = await store.tally('events', { 'dataAt.key': key })
  const files = await store.tally('events', { 'filesAt.key': key })
  return data.count + files.count
}
