// Original file: iteron/v1/jobs.proto

import type { Job as _iteron_v1_Job, Job__Output as _iteron_v1_Job__Output } from '../../iteron/v1/Job.ts';

export interface ListJobsResponse {
  'jobs'?: (_iteron_v1_Job)[];
  /**
   * Empty: no more.
   */
  'nextPageToken'?: (string);
}

export interface ListJobsResponse__Output {
  'jobs': (_iteron_v1_Job__Output)[];
  /**
   * Empty: no more.
   */
  'nextPageToken': (string);
}
