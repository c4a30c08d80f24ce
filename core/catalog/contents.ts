import type { ContentRecord } from '../model/artifact.ts'
import { DamagedBlob } from '../policies/verified-read.ts'
import type { CatalogContext } from './context.ts'

const BATCH = 200

/** One row for each content that committed artifacts hold. */
export class Contents {
  readonly #context: CatalogContext

  constructor(context: CatalogContext) {
    this.#context = context
  }

  /** Which of these digests are stored and may be referred to. */
  async lookup(digests: readonly string[]): Promise<Map<string, { key: string; size: number }>> {
    const found = new Map<string, { key: string; size: number }>()
    for (let n = 0; n < digests.length; n += BATCH) {
      const page = await this.#context.store.find<ContentRecord>('contents', {
        filter: { id: { $in: digests.slice(n, n + BATCH) }, state: 'live' },
        limit: BATCH,
      })
      for (const { id, key, size } of page.documents) found.set(id, { key, size })
    }
    return found
  }

  /** What a reader met: if it is a damaged blob, nobody refers to it from now on. */
  async met(error: unknown): Promise<void> {
    if (error instanceof DamagedBlob) await this.forgetDamaged(error.digest, error.key)
  }

  /**
   * Bytes that aren't what they should be, or are gone, are referred to by nobody any more: made again, the content is
   * stored anew.
   */
  async forgetDamaged(digest: string, key: string): Promise<void> {
    const guard = { state: 'live', key }
    await this.#context.store.batch([{ kind: 'delete', collection: 'contents', id: digest, guard }])
  }
}
