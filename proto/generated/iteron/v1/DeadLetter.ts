// Original file: iteron/v1/dead_letters.proto

import type { Job as _iteron_v1_Job, Job__Output as _iteron_v1_Job__Output } from '../../iteron/v1/Job.ts';
import type { Long } from '@grpc/proto-loader';

export interface DeadLetter {
  /**
   * Id of the job, or of the message.
   */
  'id'?: (string);
  /**
   * `job` or `message`.
   */
  'kind'?: (string);
  /**
   * `failed` or `discarded`.
   */
  'state'?: (string);
  /**
   * Why it is one.
   */
  'reason'?: (string);
  /**
   * Since when.
   */
  'atMs'?: (number | string | Long);
  /**
   * Event type; empty for a message that could not be read.
   */
  'type'?: (string);
  /**
   * CloudEvents id of the event.
   */
  'event'?: (string);
  /**
   * Name of the module, for a job.
   */
  'module'?: (string);
  'correlationId'?: (string);
  /**
   * The job, without attempts in lists.
   */
  'job'?: (_iteron_v1_Job | null);
  /**
   * The message: the CloudEvent in JSON, or its text as it came, cut at 4 KiB.
   */
  'message'?: (string);
  '_message'?: "message";
}

export interface DeadLetter__Output {
  /**
   * Id of the job, or of the message.
   */
  'id': (string);
  /**
   * `job` or `message`.
   */
  'kind': (string);
  /**
   * `failed` or `discarded`.
   */
  'state': (string);
  /**
   * Why it is one.
   */
  'reason': (string);
  /**
   * Since when.
   */
  'atMs': (number);
  /**
   * Event type; empty for a message that could not be read.
   */
  'type': (string);
  /**
   * CloudEvents id of the event.
   */
  'event': (string);
  /**
   * Name of the module, for a job.
   */
  'module': (string);
  'correlationId': (string);
  /**
   * The job, without attempts in lists.
   */
  'job': (_iteron_v1_Job__Output | null);
  /**
   * The message: the CloudEvent in JSON, or its text as it came, cut at 4 KiB.
   */
  'message'?: (string);
  '_message'?: "message";
}
