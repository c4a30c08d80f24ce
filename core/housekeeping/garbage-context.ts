import type { Catalog } from '../catalog/catalog.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Ids } from '../ports/clock.ts'
import type { DocumentStore } from '../ports/document-store.ts'

/** What freeing works with. */
export interface GarbageContext {
  readonly catalog: Catalog
  readonly store: DocumentStore
  readonly blobs: BlobStore
  readonly ids: Ids
  /**
   * Whether somebody reads at leisure what records refer to. Asked after it was seen that nothing refers to bytes, and
   * before they are given up.
   */
  readonly pinned: () => Promise<boolean>
}

/**
 * What became of something that may be garbage. `freed`: its bytes are gone. `kept`: somebody refers to it. `later`: it
 * can't be told yet, and stays recorded.
 */
export type Verdict = 'freed' | 'kept' | 'later'
