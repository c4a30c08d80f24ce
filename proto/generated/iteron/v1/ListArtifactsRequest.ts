// Original file: iteron/v1/artifacts.proto

import type { Long } from '@grpc/proto-loader';

export interface ListArtifactsRequest {
  /**
   * At most so many; 0: 100.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken'?: (string);
  /**
   * Only those that this job made: id or a prefix.
   */
  'job'?: (string);
  /**
   * Only those that this module made: id or name.
   */
  'module'?: (string);
  /**
   * Only of this trace.
   */
  'correlationId'?: (string);
  /**
   * Only those made at this time or later; 0: all.
   */
  'sinceMs'?: (number | string | Long);
  /**
   * Also tombstones.
   */
  'deleted'?: (boolean);
}

export interface ListArtifactsRequest__Output {
  /**
   * At most so many; 0: 100.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken': (string);
  /**
   * Only those that this job made: id or a prefix.
   */
  'job': (string);
  /**
   * Only those that this module made: id or name.
   */
  'module': (string);
  /**
   * Only of this trace.
   */
  'correlationId': (string);
  /**
   * Only those made at this time or later; 0: all.
   */
  'sinceMs': (number);
  /**
   * Also tombstones.
   */
  'deleted': (boolean);
}
