// Original file: iteron/v1/backup.proto

import type { Long } from '@grpc/proto-loader';

export interface SnapshotHeader {
  /**
   * Id of the installation.
   */
  'installation'?: (string);
  /**
   * Of Iteron.
   */
  'version'?: (string);
  'takenAtMs'?: (number | string | Long);
}

export interface SnapshotHeader__Output {
  /**
   * Id of the installation.
   */
  'installation': (string);
  /**
   * Of Iteron.
   */
  'version': (string);
  'takenAtMs': (number);
}
