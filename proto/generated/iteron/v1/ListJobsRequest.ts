// Original file: iteron/v1/jobs.proto

import type { Long } from '@grpc/proto-loader';

export interface ListJobsRequest {
  /**
   * At most so many; 0: 100.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken'?: (string);
  /**
   * Only of this module: id or name.
   */
  'module'?: (string);
  /**
   * Only in one of these states.
   */
  'states'?: (string)[];
  /**
   * Only for events of this type.
   */
  'type'?: (string);
  /**
   * Only of this trace.
   */
  'correlationId'?: (string);
  /**
   * Only those made at this time or later; 0: all.
   */
  'sinceMs'?: (number | string | Long);
  /**
   * Only of this event: CloudEvents id, key, or a prefix.
   */
  'event'?: (string);
}

export interface ListJobsRequest__Output {
  /**
   * At most so many; 0: 100.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken': (string);
  /**
   * Only of this module: id or name.
   */
  'module': (string);
  /**
   * Only in one of these states.
   */
  'states': (string)[];
  /**
   * Only for events of this type.
   */
  'type': (string);
  /**
   * Only of this trace.
   */
  'correlationId': (string);
  /**
   * Only those made at this time or later; 0: all.
   */
  'sinceMs': (number);
  /**
   * Only of this event: CloudEvents id, key, or a prefix.
   */
  'event': (string);
}
