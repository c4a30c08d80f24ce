// Original file: iteron/v1/traces.proto

import type { Long } from '@grpc/proto-loader';

export interface ListTracesRequest {
  /**
   * At most so many; 0: 100.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken'?: (string);
  /**
   * Only those that began with an event of this type.
   */
  'type'?: (string);
  /**
   * Only those that began at this time or later; 0: all.
   */
  'sinceMs'?: (number | string | Long);
  /**
   * Only this one.
   */
  'correlationId'?: (string);
}

export interface ListTracesRequest__Output {
  /**
   * At most so many; 0: 100.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken': (string);
  /**
   * Only those that began with an event of this type.
   */
  'type': (string);
  /**
   * Only those that began at this time or later; 0: all.
   */
  'sinceMs': (number);
  /**
   * Only this one.
   */
  'correlationId': (string);
}
