// Original file: iteron/v1/jobs.proto

import type { Job as _iteron_v1_Job, Job__Output as _iteron_v1_Job__Output } from '../../iteron/v1/Job.ts';
import type { Reason as _iteron_v1_Reason, Reason__Output as _iteron_v1_Reason__Output } from '../../iteron/v1/Reason.ts';

export interface ExplainJobResponse {
  'job'?: (_iteron_v1_Job | null);
  /**
   * What it waits for, or why it is as it is, in one sentence.
   */
  'now'?: (string);
  /**
   * In order of time.
   */
  'reasons'?: (_iteron_v1_Reason)[];
  /**
   * Jobs that block it, if it is a join: ids, at most 100.
   */
  'blockedBy'?: (string)[];
  /**
   * Empty: no more reasons.
   */
  'nextPageToken'?: (string);
}

export interface ExplainJobResponse__Output {
  'job': (_iteron_v1_Job__Output | null);
  /**
   * What it waits for, or why it is as it is, in one sentence.
   */
  'now': (string);
  /**
   * In order of time.
   */
  'reasons': (_iteron_v1_Reason__Output)[];
  /**
   * Jobs that block it, if it is a join: ids, at most 100.
   */
  'blockedBy': (string)[];
  /**
   * Empty: no more reasons.
   */
  'nextPageToken': (string);
}
