// Original file: iteron/v1/server.proto

import type { Long } from '@grpc/proto-loader';

export interface WaitingGroup {
  /**
   * Name.
   */
  'module'?: (string);
  /**
   * `slot`, `limit`, `paused`, `no room`, `retry` or `join`.
   */
  'reason'?: (string);
  'count'?: (number | string | Long);
}

export interface WaitingGroup__Output {
  /**
   * Name.
   */
  'module': (string);
  /**
   * `slot`, `limit`, `paused`, `no room`, `retry` or `join`.
   */
  'reason': (string);
  'count': (number);
}
