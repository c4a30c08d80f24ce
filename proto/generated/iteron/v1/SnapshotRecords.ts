// Original file: iteron/v1/backup.proto


export interface SnapshotRecords {
  /**
   * A collection of the document store, or `bus.` and a part of the bus.
   */
  'collection'?: (string);
  /**
   * JSON, in the order in which the store keeps them: what was there before stands at the same place again.
   */
  'documents'?: (string)[];
}

export interface SnapshotRecords__Output {
  /**
   * A collection of the document store, or `bus.` and a part of the bus.
   */
  'collection': (string);
  /**
   * JSON, in the order in which the store keeps them: what was there before stands at the same place again.
   */
  'documents': (string)[];
}
