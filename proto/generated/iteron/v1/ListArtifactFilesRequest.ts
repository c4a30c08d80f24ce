// Original file: iteron/v1/artifacts.proto


export interface ListArtifactFilesRequest {
  /**
   * Id or a prefix.
   */
  'artifact'?: (string);
  /**
   * At most so many; 0: 100.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken'?: (string);
}

export interface ListArtifactFilesRequest__Output {
  /**
   * Id or a prefix.
   */
  'artifact': (string);
  /**
   * At most so many; 0: 100.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken': (string);
}
