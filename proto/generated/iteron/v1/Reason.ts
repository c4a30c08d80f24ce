// Original file: iteron/v1/jobs.proto

import type { Long } from '@grpc/proto-loader';

export interface Reason {
  'atMs'?: (number | string | Long);
  /**
   * What happened.
   */
  'what'?: (string);
  /**
   * Why.
   */
  'why'?: (string);
}

export interface Reason__Output {
  'atMs': (number);
  /**
   * What happened.
   */
  'what': (string);
  /**
   * Why.
   */
  'why': (string);
}
