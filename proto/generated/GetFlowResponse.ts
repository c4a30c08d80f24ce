// Original file: ion.proto


export interface GetFlowResponse {
  /**
   * A JSON array of documents in order of time; empty if nothing has the correlation id.
   */
  'flowJSON'?: (string);
}

export interface GetFlowResponse__Output {
  /**
   * A JSON array of documents in order of time; empty if nothing has the correlation id.
   */
  'flowJSON': (string);
}
