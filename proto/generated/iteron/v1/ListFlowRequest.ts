// Original file: iteron/v1/traces.proto


export interface ListFlowRequest {
  'correlationId'?: (string);
  /**
   * Documents of at most so many events, or of so many attempts; 0: 100.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken'?: (string);
}

export interface ListFlowRequest__Output {
  'correlationId': (string);
  /**
   * Documents of at most so many events, or of so many attempts; 0: 100.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken': (string);
}
