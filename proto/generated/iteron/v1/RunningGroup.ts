// Original file: iteron/v1/server.proto

import type { Long } from '@grpc/proto-loader';

export interface RunningGroup {
  /**
   * Name.
   */
  'module'?: (string);
  'count'?: (number | string | Long);
}

export interface RunningGroup__Output {
  /**
   * Name.
   */
  'module': (string);
  'count': (number);
}
