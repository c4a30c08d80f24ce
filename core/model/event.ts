import type { Document, Json } from '../ports/document-store.ts'

/** A file that an event passes on, or that an artifact holds. */
export interface FileRef {
  /** Relative path, `/`-separated; `core/model/paths.ts` says what is acceptable. */
  readonly path: string
  /** `sha256:…` */
  readonly digest: string
  /** Bytes. */
  readonly size: number
  /** Id of the artifact that holds it. */
  readonly artifact: string
  /** Where the bytes are in the blob store. */
  readonly key: string
}

/** What is too large for a document stands in a blob, named by digest. */
export interface BlobRef {
  readonly key: string
  readonly digest: string
  readonly size: number
}

/** Why a module that subscribes to the type takes the event or not: the decision of I2, fixed for ever. */
export interface Route {
  /** Module id. */
  readonly module: string
  readonly name: string
  readonly wanted: boolean
  /** The module joins the scope that this event roots. */
  readonly join?: boolean
  readonly requires?: 'all' | 'settled'
  /** Why it isn't wanted. */
  readonly reason?: string
}

export type EventState = 'pending' | 'routed' | 'handled'

/** An event as the store knows it. `id` is derived from (source, id): `eventKey`. */
export interface EventRecord extends Document {
  /** The CloudEvents id. */
  readonly eventId: string
  readonly source: string
  readonly type: string
  /** RFC 3339, as the publisher gave it or when it was accepted. */
  readonly time: string
  readonly subject?: string
  readonly correlationId: string
  /** CloudEvents id of the event whose job raised this one; for our own also its key. */
  readonly causationId?: string
  readonly cause?: string
  readonly job?: string
  readonly traceparent?: string
  /** Pairs, unless they are in `dataAt`. */
  readonly data: Readonly<Record<string, Json>>
  readonly dataAt?: BlobRef
  /** Files passed on, unless they are in `filesAt`. */
  readonly files: readonly FileRef[]
  readonly filesAt?: BlobRef
  /** Artifacts of the files, where those are in `filesAt`. */
  readonly artifacts?: readonly string[]
  /** Digest of type, data and files: the same id with other content is a conflict. */
  readonly fingerprint: string
  readonly state: EventState
  /** Roots of all enclosing joins. Written by I3 and R1 only, never taken from a message. */
  readonly scopes: readonly string[]
  /** Key of the outside event at the top. */
  readonly root: string
  /** From I2 on: jobs that this event has, joining ones included, and without those. */
  readonly children?: number
  readonly ownChildren?: number
  readonly routes?: readonly Route[]
  /** Why nobody took it. */
  readonly reason?: string
  /** Milliseconds since 1970. */
  readonly acceptedAt: number
  readonly storedAt: number
  readonly handledAt?: number
  /** The same id came with other content. */
  readonly conflicts?: number
  /** The mark on a root: everything under it is to be cancelled, and why. */
  readonly cancelledAt?: number
  readonly cancelReason?: string
  /** Until the tree has come to rest: the reconciler goes on cancelling what is born. */
  readonly cancelling?: boolean
  /** From then on a tombstone: data and files are gone. */
  readonly expiredAt?: number
  /** The event that this one is a copy of, and the one module (id) that may take it. */
  readonly redriveOf?: string
  readonly onlyModule?: string
}
