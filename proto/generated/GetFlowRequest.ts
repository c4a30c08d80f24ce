// Original file: ion.proto


export interface GetFlowRequest {
  /**
   * Correlation id.
   */
  'correlationID'?: (string);
}

export interface GetFlowRequest__Output {
  /**
   * Correlation id.
   */
  'correlationID': (string);
}
