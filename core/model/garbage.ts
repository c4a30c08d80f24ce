import type { Document } from '../ports/document-store.ts'

/**
 * Something that may have lost its last reference: what is to be looked at before bytes are freed. Written before the
 * reference goes, so that a crash forgets nothing; that it stands here proves nothing. `id` is `garbageId`.
 */
export type GarbageRecord = Document &
  (
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
        /** The key is one of the deleted artifact's own. */
        readonly own: boolean
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
