// Original file: iteron/v1/jobs.proto

import type { Job as _iteron_v1_Job, Job__Output as _iteron_v1_Job__Output } from '../../iteron/v1/Job.ts';

export interface WatchJobsResponse {
  /**
   * As it is now.
   */
  'job'?: (_iteron_v1_Job | null);
}

export interface WatchJobsResponse__Output {
  /**
   * As it is now.
   */
  'job': (_iteron_v1_Job__Output | null);
}
