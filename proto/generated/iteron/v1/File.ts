// Original file: iteron/v1/files.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A file that an event passes on, or that an artifact holds.
 */
export interface File {
  /**
   * Relative, parts separated by `/`.
   */
  'path'?: (string);
  /**
   * `sha256:` and 64 hex digits.
   */
  'digest'?: (string);
  /**
   * Bytes.
   */
  'size'?: (number | string | Long);
  /**
   * Id of the artifact that holds it.
   */
  'artifact'?: (string);
}

/**
 * A file that an event passes on, or that an artifact holds.
 */
export interface File__Output {
  /**
   * Relative, parts separated by `/`.
   */
  'path': (string);
  /**
   * `sha256:` and 64 hex digits.
   */
  'digest': (string);
  /**
   * Bytes.
   */
  'size': (number);
  /**
   * Id of the artifact that holds it.
   */
  'artifact': (string);
}
