// Original file: iteron/v1/jobs.proto

import type { Job as _iteron_v1_Job, Job__Output as _iteron_v1_Job__Output } from '../../iteron/v1/Job.ts';
import type { Long } from '@grpc/proto-loader';

export interface CancelJobResponse {
  /**
   * The job as it is now.
   */
  'job'?: (_iteron_v1_Job | null);
  /**
   * With `tree`: key of the event that everything under is cancelled of.
   */
  'root'?: (string);
  /**
   * Jobs that this call cancelled; with `tree`, those that were open: they are cancelled after it.
   */
  'cancelled'?: (number | string | Long);
}

export interface CancelJobResponse__Output {
  /**
   * The job as it is now.
   */
  'job': (_iteron_v1_Job__Output | null);
  /**
   * With `tree`: key of the event that everything under is cancelled of.
   */
  'root': (string);
  /**
   * Jobs that this call cancelled; with `tree`, those that were open: they are cancelled after it.
   */
  'cancelled': (number);
}
