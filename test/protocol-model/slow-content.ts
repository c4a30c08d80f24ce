import type { ContentRecord } from '../../core/model/artifact.ts'
import type { DocumentStore, Write } from '../../core/ports/document-store.ts'
import type { StagedPart } from '../../core/protocol/commit.ts'
import { changed } from './changed-store.ts'

/** The record of a content, if there is one. */
export type Row = ContentRecord | undefined
export const isLive = (row: Row) => row?.state === 'live'
export const isGoing = (row: Row) => row === undefined || row.state === 'deleting'

/** A call that takes long: much happens meanwhile. */
export async function slow(store: DocumentStore, calls: number): Promise<void> {
  for (let n = 0; n < calls; n += 1) await store.get('meta', 'nothing')
}

/** Goes on when the content is as it is wanted, or after so many calls. */
export async function until(
  store: DocumentStore,
  digest: string,
  isIt: (row: Row) => boolean,
  calls = 150,
): Promise<void> {
  for (let n = 0; n < calls; n += 1) if (isIt(await store.get<ContentRecord>('contents', digest))) return
}

/** Goes on when somebody has condemned these and has seen who refers to them by then, or late anyway. */
export async function untilJudged(store: DocumentStore, digests: readonly string[]): Promise<void> {
  for (const digest of digests) await until(store, digest, (row) => !isLive(row))
  if (digests.length > 0) await slow(store, 20)
}

/** What these stage references to. */
function referencesIn(writes: readonly Write[]): readonly string[] {
  return writes.flatMap((write) =>
    write.kind === 'insert' && write.collection === 'staged'
      ? ((write.document as StagedPart).refers ?? [])
      : [],
  )
}

/** A reference comes when somebody has just found none, and goes on when the content is live again. */
export function slowStaging(store: DocumentStore): DocumentStore {
  return {
    ...changed(store, {}),
    batch: async (writes) => {
      const digests = referencesIn(writes)
      await untilJudged(store, digests)
      const result = await store.batch(writes)
      for (const digest of digests) await until(store, digest, isLive)
      return result
    },
  }
}

function isCommit(write: Write): write is Write & { kind: 'update' } {
  return write.kind === 'update' && write.collection === 'jobs' && write.change.set?.['state'] === 'succeeded'
}

/** Who refers to content commits when somebody has seen no committed reference to it. */
export function slowCommit(store: DocumentStore): DocumentStore {
  const references = new Map<string, readonly string[]>()
  return {
    ...changed(store, {}),
    batch: async (writes) => {
      for (const write of writes)
        if (write.kind === 'insert' && write.collection === 'staged')
          references.set((write.document as StagedPart).job, referencesIn(writes))
      const commit = writes.find(isCommit)
      if (commit !== undefined) await untilJudged(store, references.get(commit.id) ?? [])
      return store.batch(writes)
    },
  }
}
