import type { ArtifactRecord } from './artifact.ts'
import type { EventRecord } from './event.ts'
import type { JobRecord } from './job.ts'

/** What a step of lineage is about. */
export type LineageKind = 'artifact' | 'job' | 'event'

/** What is recorded of a node. */
export type LineageRecord =
  | { readonly kind: 'artifact'; readonly record: ArtifactRecord }
  | { readonly kind: 'event'; readonly record: EventRecord }
  /** `digest`: of its module's version, if that is known. */
  | { readonly kind: 'job'; readonly record: JobRecord; readonly digest?: string }

/** A node of a lineage answer. */
export interface LineageNode {
  readonly of: LineageRecord
  /** Steps from where the question began. */
  readonly depth: number
  /** The node by which it was reached; absent for the first. */
  readonly via?: string
  /** `generated`, `used`, `raised`, `took`, `passed on`: what the edge means. */
  readonly relation?: string
  /** For people: module and version, event type, file path. */
  readonly label: string
  readonly at: number
}
