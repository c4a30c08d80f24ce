import type { Document } from '../ports/document-store.ts'

/**
 * Something that may have lost its last reference: what is to be looked at before bytes are freed. Written before the
 * reference goes, so that a crash forgets nothing; that it stands here proves nothing. `id` is `garbageId`.
 */
export type GarbageRecord = Document & {
  /** Token of who looks at it; whoever records it again takes it away, so that it is looked at again. */
  readonly judged?: string
} & (
    | {
        /** An artifact that was deleted: its metadata and manifest are to go. */
        readonly kind: 'artifact'
        readonly artifact: string
      }
    | {
        /** A file that a deleted artifact held. */
        readonly kind: 'content'
        readonly digest: string
        readonly key: string
        readonly size: number
      }
    | {
        /** A list or data of an event that has expired. */
        readonly kind: 'list'
        readonly key: string
        readonly size: number
      }
    | {
        /** The log of an attempt. */
        readonly kind: 'log'
        readonly key: string
        readonly size: number
      }
  )

export type GarbageKind = GarbageRecord['kind']

/** One row for each thing, however often it loses a reference. */
export function garbageId(kind: GarbageKind, key: string): string {
  return `${kind}:${key}`
}

/** Ids of deleted artifacts come before this, those of all else after it. */
export const BEHIND_ARTIFACTS = 'artifact;'
