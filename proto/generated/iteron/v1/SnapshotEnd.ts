// Original file: iteron/v1/backup.proto

import type { Long } from '@grpc/proto-loader';

export interface SnapshotEnd {
  'documents'?: (number | string | Long);
}

export interface SnapshotEnd__Output {
  'documents': (number);
}
