// Original file: iteron/v1/jobs.proto


export interface CancelJobRequest {
  /**
   * Id or a prefix.
   */
  'job'?: (string);
  /**
   * Also everything else under the root of its scope, and what will still be born there.
   */
  'tree'?: (boolean);
  /**
   * For the record; empty: `cancelled by a client`.
   */
  'reason'?: (string);
}

export interface CancelJobRequest__Output {
  /**
   * Id or a prefix.
   */
  'job': (string);
  /**
   * Also everything else under the root of its scope, and what will still be born there.
   */
  'tree': (boolean);
  /**
   * For the record; empty: `cancelled by a client`.
   */
  'reason': (string);
}
