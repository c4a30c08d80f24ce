// Original file: iteron/v1/modules.proto


export interface ListModulesRequest {
  /**
   * At most so many; 0: 100.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken'?: (string);
  /**
   * Only in this state; empty: active and paused ones.
   */
  'state'?: (string);
  /**
   * Only those that take events of this type.
   */
  'type'?: (string);
}

export interface ListModulesRequest__Output {
  /**
   * At most so many; 0: 100.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken': (string);
  /**
   * Only in this state; empty: active and paused ones.
   */
  'state': (string);
  /**
   * Only those that take events of this type.
   */
  'type': (string);
}
