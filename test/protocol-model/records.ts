import type { ArtifactRecord, ManifestPart } from '../../core/model/artifact.ts'
import type { EventRecord } from '../../core/model/event.ts'
import type { JobRecord } from '../../core/model/job.ts'
import type { Document, DocumentStore, Write } from '../../core/ports/document-store.ts'

export type Observer = (collection: string, before: Document | undefined, after: Document | undefined) => void

/** What stands in the store at this moment, read without a call, and everybody who wants to see it change. */
export class Records {
  readonly #store: DocumentStore
  readonly #collections = new Map<string, Map<string, Document>>()
  readonly #observers: Observer[] = []

  constructor(store: DocumentStore) {
    this.#store = store
  }

  observe(observer: Observer): void {
    this.#observers.push(observer)
  }

  of(collection: string): ReadonlyMap<string, Document> {
    return this.#collections.get(collection) ?? new Map<string, Document>()
  }

  all(collection: string): Document[] {
    return [...this.of(collection).values()]
  }

  jobs(): JobRecord[] {
    return this.all('jobs') as JobRecord[]
  }

  job(id: string): JobRecord | undefined {
    return this.of('jobs').get(id) as JobRecord | undefined
  }

  events(): EventRecord[] {
    return this.all('events') as EventRecord[]
  }

  event(id: string): EventRecord | undefined {
    return this.of('events').get(id) as EventRecord | undefined
  }

  artifacts(): ArtifactRecord[] {
    return this.all('artifacts') as ArtifactRecord[]
  }

  manifests(): ManifestPart[] {
    return this.all('manifests') as ManifestPart[]
  }

  async written(writes: readonly Write[]): Promise<void> {
    for (const write of writes) {
      if (write.kind === 'check') continue
      await this.read(write.collection, write.kind === 'insert' ? write.document.id : write.id)
    }
  }

  async read(collection: string, id: string): Promise<void> {
    const documents = this.#collections.get(collection) ?? new Map<string, Document>()
    this.#collections.set(collection, documents)
    const before = documents.get(id)
    const after = await this.#store.get<Document>(collection, id)
    if (before === after) return
    if (after === undefined) documents.delete(id)
    else documents.set(id, after)
    for (const observer of this.#observers) observer(collection, before, after)
  }
}
