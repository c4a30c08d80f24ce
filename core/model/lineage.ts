/** What a step of lineage is about. */
export type LineageKind = 'artifact' | 'job' | 'event'

/** A node of a lineage answer. */
export interface LineageNode {
  readonly kind: LineageKind
  readonly id: string
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
