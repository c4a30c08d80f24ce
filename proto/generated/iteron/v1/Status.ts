// Original file: iteron/v1/server.proto

import type { StatusJob as _iteron_v1_StatusJob, StatusJob__Output as _iteron_v1_StatusJob__Output } from '../../iteron/v1/StatusJob.ts';
import type { WaitingGroup as _iteron_v1_WaitingGroup, WaitingGroup__Output as _iteron_v1_WaitingGroup__Output } from '../../iteron/v1/WaitingGroup.ts';
import type { FailedGroup as _iteron_v1_FailedGroup, FailedGroup__Output as _iteron_v1_FailedGroup__Output } from '../../iteron/v1/FailedGroup.ts';
import type { RunningGroup as _iteron_v1_RunningGroup, RunningGroup__Output as _iteron_v1_RunningGroup__Output } from '../../iteron/v1/RunningGroup.ts';
import type { ModuleSize as _iteron_v1_ModuleSize, ModuleSize__Output as _iteron_v1_ModuleSize__Output } from '../../iteron/v1/ModuleSize.ts';
import type { DeadMessage as _iteron_v1_DeadMessage, DeadMessage__Output as _iteron_v1_DeadMessage__Output } from '../../iteron/v1/DeadMessage.ts';
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
  /**
   * What all jobs that wait wait for, by module.
   */
  'waitingGroups'?: (_iteron_v1_WaitingGroup)[];
  /**
   * Failed jobs by module and class.
   */
  'failedGroups'?: (_iteron_v1_FailedGroup)[];
  /**
   * Jobs at work by module.
   */
  'runningGroups'?: (_iteron_v1_RunningGroup)[];
  /**
   * The modules whose artifacts have the most bytes, at most 10.
   */
  'largestModules'?: (_iteron_v1_ModuleSize)[];
  /**
   * Messages that could not be taken: the oldest, at most 5.
   */
  'deadMessages'?: (_iteron_v1_DeadMessage)[];
  /**
   * Parts of the data folder, bytes; absent where there is none. Content is what artifacts share.
   */
  'databaseBytes'?: (number | string | Long);
  'workspaceBytes'?: (number | string | Long);
  'contentBytes'?: (number | string | Long);
  /**
   * When the next retry is due; absent if none waits.
   */
  'nextDueMs'?: (number | string | Long);
  '_diskFreeBytes'?: "diskFreeBytes";
  '_diskTotalBytes'?: "diskTotalBytes";
  '_databaseBytes'?: "databaseBytes";
  '_workspaceBytes'?: "workspaceBytes";
  '_nextDueMs'?: "nextDueMs";
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
  /**
   * What all jobs that wait wait for, by module.
   */
  'waitingGroups': (_iteron_v1_WaitingGroup__Output)[];
  /**
   * Failed jobs by module and class.
   */
  'failedGroups': (_iteron_v1_FailedGroup__Output)[];
  /**
   * Jobs at work by module.
   */
  'runningGroups': (_iteron_v1_RunningGroup__Output)[];
  /**
   * The modules whose artifacts have the most bytes, at most 10.
   */
  'largestModules': (_iteron_v1_ModuleSize__Output)[];
  /**
   * Messages that could not be taken: the oldest, at most 5.
   */
  'deadMessages': (_iteron_v1_DeadMessage__Output)[];
  /**
   * Parts of the data folder, bytes; absent where there is none. Content is what artifacts share.
   */
  'databaseBytes'?: (number);
  'workspaceBytes'?: (number);
  'contentBytes': (number);
  /**
   * When the next retry is due; absent if none waits.
   */
  'nextDueMs'?: (number);
  '_diskFreeBytes'?: "diskFreeBytes";
  '_diskTotalBytes'?: "diskTotalBytes";
  '_databaseBytes'?: "databaseBytes";
  '_workspaceBytes'?: "workspaceBytes";
  '_nextDueMs'?: "nextDueMs";
}
