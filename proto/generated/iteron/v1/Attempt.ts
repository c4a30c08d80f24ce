// Original file: iteron/v1/jobs.proto

import type { Failure as _iteron_v1_Failure, Failure__Output as _iteron_v1_Failure__Output } from '../../iteron/v1/Failure.ts';
import type { Ledger as _iteron_v1_Ledger, Ledger__Output as _iteron_v1_Ledger__Output } from '../../iteron/v1/Ledger.ts';
import type { Insight as _iteron_v1_Insight, Insight__Output as _iteron_v1_Insight__Output } from '../../iteron/v1/Insight.ts';
import type { Long } from '@grpc/proto-loader';

export interface Attempt {
  /**
   * From 1.
   */
  'number'?: (number);
  /**
   * `running`, `succeeded`, `failed`, `lost` or `cancelled`.
   */
  'state'?: (string);
  'moduleVersion'?: (number);
  'failure'?: (_iteron_v1_Failure | null);
  'exitCode'?: (number);
  'startedAtMs'?: (number | string | Long);
  /**
   * Absent while it runs.
   */
  'endedAtMs'?: (number | string | Long);
  'ledger'?: (_iteron_v1_Ledger | null);
  /**
   * Bytes of its log; absent while it runs, and if it printed nothing.
   */
  'logSize'?: (number | string | Long);
  /**
   * What the module reported.
   */
  'insights'?: (_iteron_v1_Insight)[];
  /**
   * Where it ran, by name: host, platform, kernel and such; empty while it runs.
   */
  'environment'?: ({[key: string]: string});
  '_exitCode'?: "exitCode";
  '_endedAtMs'?: "endedAtMs";
  '_logSize'?: "logSize";
}

export interface Attempt__Output {
  /**
   * From 1.
   */
  'number': (number);
  /**
   * `running`, `succeeded`, `failed`, `lost` or `cancelled`.
   */
  'state': (string);
  'moduleVersion': (number);
  'failure': (_iteron_v1_Failure__Output | null);
  'exitCode'?: (number);
  'startedAtMs': (number);
  /**
   * Absent while it runs.
   */
  'endedAtMs'?: (number);
  'ledger': (_iteron_v1_Ledger__Output | null);
  /**
   * Bytes of its log; absent while it runs, and if it printed nothing.
   */
  'logSize'?: (number);
  /**
   * What the module reported.
   */
  'insights': (_iteron_v1_Insight__Output)[];
  /**
   * Where it ran, by name: host, platform, kernel and such; empty while it runs.
   */
  'environment': ({[key: string]: string});
  '_exitCode'?: "exitCode";
  '_endedAtMs'?: "endedAtMs";
  '_logSize'?: "logSize";
}
