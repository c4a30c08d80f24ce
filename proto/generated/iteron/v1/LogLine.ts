// Original file: iteron/v1/jobs.proto

import type { Long } from '@grpc/proto-loader';

export interface LogLine {
  /**
   * When it was read.
   */
  'atMs'?: (number | string | Long);
  /**
   * Without the line's end; bytes that aren't UTF-8 are replaced.
   */
  'text'?: (string);
}

export interface LogLine__Output {
  /**
   * When it was read.
   */
  'atMs': (number);
  /**
   * Without the line's end; bytes that aren't UTF-8 are replaced.
   */
  'text': (string);
}
