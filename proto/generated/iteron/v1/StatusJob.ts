// Original file: iteron/v1/server.proto

import type { Long } from '@grpc/proto-loader';

export interface StatusJob {
  'id'?: (string);
  /**
   * Name.
   */
  'module'?: (string);
  'state'?: (string);
  /**
   * Since when it is in this state.
   */
  'sinceMs'?: (number | string | Long);
  /**
   * Why, or what it waits for.
   */
  'reason'?: (string);
  'attempt'?: (number);
}

export interface StatusJob__Output {
  'id': (string);
  /**
   * Name.
   */
  'module': (string);
  'state': (string);
  /**
   * Since when it is in this state.
   */
  'sinceMs': (number);
  /**
   * Why, or what it waits for.
   */
  'reason': (string);
  'attempt': (number);
}
