// Original file: iteron/v1/server.proto

import type { Long } from '@grpc/proto-loader';

export interface ModuleStatistics {
  /**
   * Id.
   */
  'module'?: (string);
  'name'?: (string);
  'jobsByState'?: ({[key: string]: number | string | Long});
  /**
   * When the newest of its jobs was made: the last event that it got.
   */
  'lastEventAtMs'?: (number | string | Long);
  /**
   * Time of the module stage over its attempts that succeeded, and how many there are.
   */
  'samples'?: (number | string | Long);
  'minMs'?: (number | string);
  'avgMs'?: (number | string);
  'maxMs'?: (number | string);
  '_lastEventAtMs'?: "lastEventAtMs";
}

export interface ModuleStatistics__Output {
  /**
   * Id.
   */
  'module': (string);
  'name': (string);
  'jobsByState': ({[key: string]: number});
  /**
   * When the newest of its jobs was made: the last event that it got.
   */
  'lastEventAtMs'?: (number);
  /**
   * Time of the module stage over its attempts that succeeded, and how many there are.
   */
  'samples': (number);
  'minMs': (number);
  'avgMs': (number);
  'maxMs': (number);
  '_lastEventAtMs'?: "lastEventAtMs";
}
