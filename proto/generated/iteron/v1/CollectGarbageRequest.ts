// Original file: iteron/v1/housekeeping.proto


export interface CollectGarbageRequest {
  /**
   * Changes nothing, and tells what would be done.
   */
  'dryRun'?: (boolean);
  /**
   * The policy as a JSON object with the keys of `retention` in iteron.yaml; empty: that of the server.
   */
  'policyJson'?: (string);
}

export interface CollectGarbageRequest__Output {
  /**
   * Changes nothing, and tells what would be done.
   */
  'dryRun': (boolean);
  /**
   * The policy as a JSON object with the keys of `retention` in iteron.yaml; empty: that of the server.
   */
  'policyJson': (string);
}
