import { afterEach } from '@jest/globals'
import type { CollectionSpec, Document, DocumentStore, Write } from '../../../core/ports/document-store.ts'

export interface StoreUnderTest {
  /** Over new and empty data, not yet opened. */
  readonly store: DocumentStore
  /** Closes the handle in use, and gives one over the same data that isn't opened. */
  reopen(): Promise<DocumentStore>
  /** Closes and removes everything. */
  dispose(): Promise<void>
}

export interface DocumentStoreHarness {
  create(): Promise<StoreUnderTest>
}

export interface Thing extends Document {
  readonly [field: string]: unknown
}

export const THINGS: CollectionSpec = {
  name: 'things',
  indexes: [
    { fields: ['state', 'rank'] },
    { fields: ['rank'] },
    { fields: ['tags', 'rank'], multi: true },
    { fields: ['parts.kind'], multi: true },
    { fields: ['owner'], sparse: true },
    { fields: ['meta.kind'] },
    { fields: ['weight'], unordered: true },
    { fields: ['group', 'meta.kind'], unordered: true, counted: { sums: ['amount'], unless: 'gone' } },
  ],
}

export const OTHERS: CollectionSpec = { name: 'others', indexes: [] }

/** Gives each test of the block its own opened store. */
export function useStore(harness: DocumentStoreHarness): () => Promise<StoreUnderTest> {
  const made: StoreUnderTest[] = []
  afterEach(async () => {
    for (const subject of made.splice(0)) await subject.dispose()
  })
  return async () => {
    const subject = await harness.create()
    made.push(subject)
    await subject.store.open([THINGS, OTHERS])
    return subject
  }
}

export function insert(document: Thing, keep = false): Write {
  return { kind: 'insert', collection: 'things', document, keep }
}

export async function fill(store: DocumentStore, documents: readonly Thing[]): Promise<void> {
  await store.batch(documents.map((document) => insert(document)))
}

/** Numbered ids that sort as their numbers do. */
export function numbered(count: number, make: (n: number) => Record<string, unknown> = () => ({})): Thing[] {
  return Array.from({ length: count }, (_, n) => ({ id: `t${String(n).padStart(5, '0')}`, ...make(n) }))
}
