// Original file: iteron/v1/modules.proto


export interface ListModuleVersionsRequest {
  /**
   * Id or name.
   */
  'module'?: (string);
  /**
   * At most so many; 0: 100.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken'?: (string);
}

export interface ListModuleVersionsRequest__Output {
  /**
   * Id or name.
   */
  'module': (string);
  /**
   * At most so many; 0: 100.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken': (string);
}
