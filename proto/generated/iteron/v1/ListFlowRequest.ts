// Original file: iteron/v1/traces.proto


export interface ListFlowRequest {
  'correlationId'?: (string);
  /**
   * At most so many documents; 0: 100.
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
   * At most so many documents; 0: 100.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken': (string);
}
