// Original file: iteron/v1/server.proto

import type { Long } from '@grpc/proto-loader';

export interface DeadMessage {
  'id'?: (string);
  'reason'?: (string);
  'atMs'?: (number | string | Long);
}

export interface DeadMessage__Output {
  'id': (string);
  'reason': (string);
  'atMs': (number);
}
