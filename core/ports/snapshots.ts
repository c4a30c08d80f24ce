/** Documents of a collection, or of a part of the bus (`bus.messages`), as JSON. */
export interface RecordsPart {
  readonly collection: string
  readonly documents: readonly string[]
}

/** Begins the names of what is the bus's. */
export const BUS_PREFIX = 'bus.'

/**
 * Everything that a document store holds, with the bus's content where both are one, as it was at one instant. What a
 * store can't do by pages: between two of them it changes.
 */
export interface Snapshots {
  /**
   * All records of the instant at which the first part was asked for, without holding up writers. In the order in which
   * they were inserted, as far as the store knows it, so that two snapshots have long pieces in common. The bus's
   * subscriptions come before its messages. `busOnly`: nothing but what is the bus's.
   */
  read(signal: AbortSignal, options?: { readonly busOnly?: boolean }): AsyncGenerator<RecordsPart, void, void>

  /** Puts back what is the bus's (`bus.…`), under the ids that it had; what is there stays. */
  restoreBus(part: RecordsPart): Promise<void>
}
