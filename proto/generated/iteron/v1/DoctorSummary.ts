// Original file: iteron/v1/server.proto

import type { Long } from '@grpc/proto-loader';

export interface DoctorSummary {
  /**
   * Names of the checks that were made.
   */
  'checks'?: (string)[];
  'documents'?: (number | string | Long);
  /**
   * Without notes.
   */
  'findings'?: (number | string | Long);
}

export interface DoctorSummary__Output {
  /**
   * Names of the checks that were made.
   */
  'checks': (string)[];
  'documents': (number);
  /**
   * Without notes.
   */
  'findings': (number);
}
