// Original file: iteron/v1/dead_letters.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Which dead letters; all that is given must hold.
 */
export interface DeadLetterFilter {
  /**
   * Id or name.
   */
  'module'?: (string);
  /**
   * Event type.
   */
  'type'?: (string);
  'correlationId'?: (string);
  /**
   * At this time or later; 0: all.
   */
  'sinceMs'?: (number | string | Long);
  /**
   * `failed` (the default) or `discarded`.
   */
  'state'?: (string);
  /**
   * `job`, `message` or empty: both.
   */
  'kind'?: (string);
}

/**
 * Which dead letters; all that is given must hold.
 */
export interface DeadLetterFilter__Output {
  /**
   * Id or name.
   */
  'module': (string);
  /**
   * Event type.
   */
  'type': (string);
  'correlationId': (string);
  /**
   * At this time or later; 0: all.
   */
  'sinceMs': (number);
  /**
   * `failed` (the default) or `discarded`.
   */
  'state': (string);
  /**
   * `job`, `message` or empty: both.
   */
  'kind': (string);
}
