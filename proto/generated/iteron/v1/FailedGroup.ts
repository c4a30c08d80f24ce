// Original file: iteron/v1/server.proto

import type { Long } from '@grpc/proto-loader';

export interface FailedGroup {
  /**
   * Name.
   */
  'module'?: (string);
  'failureClass'?: (string);
  'count'?: (number | string | Long);
}

export interface FailedGroup__Output {
  /**
   * Name.
   */
  'module': (string);
  'failureClass': (string);
  'count': (number);
}
