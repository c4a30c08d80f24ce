import type { Document } from '../ports/document-store.ts'

/** A file of a manifest. */
export interface ManifestEntry {
  readonly path: string
  /** `sha256:…` */
  readonly digest: string
  /** Bytes. */
  readonly size: number
  /** Where its bytes are; another artifact's key when the content was stored already. */
  readonly key: string
}

/**
 * An immutable set of files, made by an attempt or by a person. `id` is `artifactId(job, attempt, slot)`, or random for
 * a person's.
 */
export interface ArtifactRecord extends Document {
  /** Prefix of its keys, ending in `/`; `metadata.yaml`, `files/` and `logs/` are below it. */
  readonly path: string
  readonly slot: string
  /** Module name, or `client`. */
  readonly producer: string
  readonly job?: string
  readonly attempt?: number
  readonly module?: string
  readonly moduleVersion?: number
  readonly correlationId?: string
  readonly files: number
  readonly bytes: number
  /** Number of manifest rows. */
  readonly parts: number
  readonly createdAt: number
  readonly deletedAt?: number
  /** Its metadata and manifest are going or gone; before that, a deletion can be taken back. */
  readonly removing?: boolean
}

/** A piece of an artifact's manifest, at most 64 KB. `id` is `<artifact>.<n>`. */
export interface ManifestPart extends Document {
  readonly artifact: string
  readonly part: number
  readonly files: readonly ManifestEntry[]
}

/** One row for each content that is stored. `id` is the digest. */
export interface ContentRecord extends Document {
  readonly state: 'live' | 'condemned' | 'deleting'
  /** Of the condemnation, while it is condemned. */
  readonly token?: string
  readonly key: string
  readonly size: number
}

/**
 * An attempt used an artifact, by way of an event's files. `id` is `<attempt>.<n>`. The *generated* edge is the
 * artifact's own row.
 */
export interface UsedRecord extends Document {
  readonly job: string
  readonly attempt: number
  readonly artifact: string
  /** Key of the event that passed the files on. */
  readonly event: string
}
