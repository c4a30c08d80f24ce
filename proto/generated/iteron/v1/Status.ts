// Original file: iteron/v1/server.proto

import type { StatusJob as _iteron_v1_StatusJob, StatusJob__Output as _iteron_v1_StatusJob__Output } from '../../iteron/v1/StatusJob.ts';
import type { Long } from '@grpc/proto-loader';

export interface Status {
  'running'?: (_iteron_v1_StatusJob)[];
  /**
   * The oldest that wait, at most 20.
   */
  'waiting'?: (_iteron_v1_StatusJob)[];
  /**
   * The latest that failed, at most 20.
   */
  'failed'?: (_iteron_v1_StatusJob)[];
  /**
   * How many there are of each.
   */
  'runningTotal'?: (number | string | Long);
  'waitingTotal'?: (number | string | Long);
  'failedTotal'?: (number | string | Long);
  'queueDepth'?: (number | string | Long);
  /**
   * Of the data folder; absent if there is none.
   */
  'diskFreeBytes'?: (number | string | Long);
  'diskTotalBytes'?: (number | string | Long);
  /**
   * What needs attention, one sentence each.
   */
  'warnings'?: (string)[];
  /**
   * Modules that are paused: names.
   */
  'pausedModules'?: (string)[];
  '_diskFreeBytes'?: "diskFreeBytes";
  '_diskTotalBytes'?: "diskTotalBytes";
}

export interface Status__Output {
  'running': (_iteron_v1_StatusJob__Output)[];
  /**
   * The oldest that wait, at most 20.
   */
  'waiting': (_iteron_v1_StatusJob__Output)[];
  /**
   * The latest that failed, at most 20.
   */
  'failed': (_iteron_v1_StatusJob__Output)[];
  /**
   * How many there are of each.
   */
  'runningTotal': (number);
  'waitingTotal': (number);
  'failedTotal': (number);
  'queueDepth': (number);
  /**
   * Of the data folder; absent if there is none.
   */
  'diskFreeBytes'?: (number);
  'diskTotalBytes'?: (number);
  /**
   * What needs attention, one sentence each.
   */
  'warnings': (string)[];
  /**
   * Modules that are paused: names.
   */
  'pausedModules': (string)[];
  '_diskFreeBytes'?: "diskFreeBytes";
  '_diskTotalBytes'?: "diskTotalBytes";
}
