// Original file: iteron/v1/server.proto

import type { Long } from '@grpc/proto-loader';

export interface ModuleSize {
  /**
   * Name.
   */
  'module'?: (string);
  'artifacts'?: (number | string | Long);
  'files'?: (number | string | Long);
  'bytes'?: (number | string | Long);
  'jobs'?: (number | string | Long);
}

export interface ModuleSize__Output {
  /**
   * Name.
   */
  'module': (string);
  'artifacts': (number);
  'files': (number);
  'bytes': (number);
  'jobs': (number);
}
