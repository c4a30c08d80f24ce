// Original file: iteron/v1/events.proto

import type { Long } from '@grpc/proto-loader';

export interface ListEventsRequest {
  /**
   * At most so many; 0: 100.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken'?: (string);
  /**
   * Only of this type.
   */
  'type'?: (string);
  /**
   * Only in this state.
   */
  'state'?: (string);
  /**
   * Only of this trace.
   */
  'correlationId'?: (string);
  /**
   * Only those accepted at this time or later; 0: all.
   */
  'sinceMs'?: (number | string | Long);
  /**
   * Only those that jobs of this module (id or name) raised.
   */
  'module'?: (string);
}

export interface ListEventsRequest__Output {
  /**
   * At most so many; 0: 100.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken': (string);
  /**
   * Only of this type.
   */
  'type': (string);
  /**
   * Only in this state.
   */
  'state': (string);
  /**
   * Only of this trace.
   */
  'correlationId': (string);
  /**
   * Only those accepted at this time or later; 0: all.
   */
  'sinceMs': (number);
  /**
   * Only those that jobs of this module (id or name) raised.
   */
  'module': (string);
}
