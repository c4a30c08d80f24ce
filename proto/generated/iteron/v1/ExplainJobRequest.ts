// Original file: iteron/v1/jobs.proto


export interface ExplainJobRequest {
  /**
   * Id or a prefix.
   */
  'job'?: (string);
  /**
   * At most so many reasons; 0: 100.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken'?: (string);
}

export interface ExplainJobRequest__Output {
  /**
   * Id or a prefix.
   */
  'job': (string);
  /**
   * At most so many reasons; 0: 100.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken': (string);
}
