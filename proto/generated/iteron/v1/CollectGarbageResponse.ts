// Original file: iteron/v1/housekeeping.proto

import type { Long } from '@grpc/proto-loader';

export interface CollectGarbageResponse {
  /**
   * Of which tombstones are left; a log leaves none.
   */
  'events'?: (number | string | Long);
  'jobs'?: (number | string | Long);
  'logs'?: (number | string | Long);
  'artifacts'?: (number | string | Long);
  /**
   * Failed jobs that were given up, so that their trees can close.
   */
  'discardedJobs'?: (number | string | Long);
  /**
   * What would be removed, and is kept for now: its tree is open, or somebody needs it.
   */
  'needed'?: (number | string | Long);
  'freedBlobs'?: (number | string | Long);
  'freedBytes'?: (number | string | Long);
  /**
   * What can't be freed yet: it is staged by a job, or a backup runs.
   */
  'later'?: (number | string | Long);
  'done'?: (boolean);
  /**
   * What of the policy is possible but probably not meant, one sentence each; with `done`.
   */
  'warnings'?: (string)[];
}

export interface CollectGarbageResponse__Output {
  /**
   * Of which tombstones are left; a log leaves none.
   */
  'events': (number);
  'jobs': (number);
  'logs': (number);
  'artifacts': (number);
  /**
   * Failed jobs that were given up, so that their trees can close.
   */
  'discardedJobs': (number);
  /**
   * What would be removed, and is kept for now: its tree is open, or somebody needs it.
   */
  'needed': (number);
  'freedBlobs': (number);
  'freedBytes': (number);
  /**
   * What can't be freed yet: it is staged by a job, or a backup runs.
   */
  'later': (number);
  'done': (boolean);
  /**
   * What of the policy is possible but probably not meant, one sentence each; with `done`.
   */
  'warnings': (string)[];
}
