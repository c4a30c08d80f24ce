import { finished } from 'node:stream/promises'
import { codeOf, messageOf } from '../errors.ts'
import type { ArtifactRecord, ManifestEntry } from '../model/artifact.ts'
import { openVerified } from '../policies/verified-read.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Page } from '../ports/document-store.ts'
import type { Catalog } from './catalog.ts'

export interface Verified {
  readonly artifact: string
  readonly file: ManifestEntry
  /** What is wrong with its bytes; absent if they are intact. */
  readonly problem?: string
}

/**
 * Reads the files of some artifacts, or of all, and compares them with their digests. What is damaged isn't referred to
 * from then on,
 * so that making it again helps.
 */
export async function* verifyArtifacts(
  catalog: Catalog,
  blobs: BlobStore,
  artifacts: Iterable<ArtifactRecord> | undefined,
  signal: AbortSignal,
): AsyncGenerator<Verified> {
  for await (const { id } of artifacts ?? liveArtifacts(catalog)) {
    for await (const file of catalog.artifacts.files(id)) {
      signal.throwIfAborted()
      const problem = await problemOf(blobs, file, signal)
      if (problem === undefined) yield { artifact: id, file }
      else {
        if (await isDeleted(catalog, id)) break
        await catalog.contents.forgetDamaged(file.digest, file.key)
        yield { artifact: id, file, problem }
      }
    }
  }
}

/** Its files go then, also while they are read. */
async function isDeleted(catalog: Catalog, id: string): Promise<boolean> {
  return (await catalog.artifacts.get(id))?.deletedAt !== undefined
}

/** All artifacts but tombstones, newest first. */
async function* liveArtifacts(catalog: Catalog): AsyncGenerator<ArtifactRecord> {
  let after: string | undefined
  do {
    const page: Page<ArtifactRecord> = await catalog.artifacts.list(
      { live: true },
      after === undefined ? { limit: 500 } : { limit: 500, after },
    )
    yield* page.documents
    after = page.next
  } while (after !== undefined)
}

async function problemOf(
  blobs: BlobStore,
  file: ManifestEntry,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    await finished((await openVerified(blobs, file.key, file.digest, signal)).resume())
    return undefined
  } catch (error) {
    if (codeOf(error) === 'DATA_LOSS') return messageOf(error)
    throw error
  }
}
