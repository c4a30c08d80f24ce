// Original file: iteron/v1/server.proto


export interface GetStatisticsRequest {
  /**
   * Only modules with this id or name; empty: all.
   */
  'module'?: (string);
}

export interface GetStatisticsRequest__Output {
  /**
   * Only modules with this id or name; empty: all.
   */
  'module': (string);
}
