import { IteronError } from '../errors.ts'
import type { ArtifactRecord, ManifestEntry, ManifestPart } from '../model/artifact.ts'
import type { Page } from '../ports/document-store.ts'
import type { CatalogContext } from './context.ts'
import { newestFirst, type PageRequest } from './page.ts'
import { resolve } from './resolve.ts'

export interface ArtifactFilter {
  readonly job?: string
  readonly module?: string
  readonly correlationId?: string
  /** Without tombstones. */
  readonly live?: boolean
  /** Created since, milliseconds since 1970. */
  readonly since?: number
}

/** Committed artifacts and their manifests. */
export class Artifacts {
  readonly #context: CatalogContext

  constructor(context: CatalogContext) {
    this.#context = context
  }

  get(id: string): Promise<ArtifactRecord | undefined> {
    return this.#context.store.get<ArtifactRecord>('artifacts', id)
  }

  /** By id or unambiguous prefix. */
  resolve(text: string): Promise<ArtifactRecord> {
    return resolve<ArtifactRecord>(this.#context.store, 'artifacts', 'artifact', text)
  }

  list(filter: ArtifactFilter, page: PageRequest): Promise<Page<ArtifactRecord>> {
    const { since, live, ...rest } = filter
    const wanted = {
      ...(live === true ? { deletedAt: { $exists: false } } : {}),
      ...rest,
      ...(since === undefined ? {} : { createdAt: { $gte: since } }),
    }
    return newestFirst<ArtifactRecord>(this.#context.store, 'artifacts', wanted, 'createdAt', page)
  }

  /** The manifest, piece by piece, in order of path. */
  async *files(artifact: string): AsyncGenerator<ManifestEntry> {
    let after: string | undefined
    do {
      const page: Page<ManifestPart> = await this.#context.store.find<ManifestPart>('manifests', {
        filter: { artifact },
        sort: { field: 'part' },
        limit: 16,
        ...(after === undefined ? {} : { after }),
      })
      for (const part of page.documents) yield* part.files
      after = page.next
    } while (after !== undefined)
  }

  /** One file of an artifact; NOT_FOUND if it has none of that path. */
  async file(artifact: string, path: string): Promise<ManifestEntry> {
    for await (const entry of this.files(artifact)) if (entry.path === path) return entry
    throw new IteronError('NOT_FOUND', `the artifact ${artifact} has no file ${JSON.stringify(path)}`)
  }

  /** Artifacts that hold content of this digest, in order of id. */
  async withDigest(digest: string, page: PageRequest): Promise<Page<ManifestPart>> {
    return this.#context.store.find<ManifestPart>('manifests', {
      filter: { 'files.digest': digest },
      limit: page.limit,
      ...(page.after === undefined ? {} : { after: page.after }),
    })
  }
}
