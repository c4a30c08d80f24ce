// Original file: iteron/v1/events.proto

import type { Job as _iteron_v1_Job, Job__Output as _iteron_v1_Job__Output } from '../../iteron/v1/Job.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What became of an event when all that it caused is at rest.
 */
export interface Outcome {
  /**
   * `succeeded`, or `failed` if a job failed, was discarded or cancelled or is blocked, or the event was refused.
   */
  'verdict'?: (string);
  /**
   * Why, if it isn't `succeeded`.
   */
  'reason'?: (string);
  /**
   * The jobs in order of creation, at most 1000; those that did not succeed come first.
   */
  'jobs'?: (_iteron_v1_Job)[];
  /**
   * How many there are.
   */
  'jobsTotal'?: (number | string | Long);
  /**
   * CloudEvents id, and key, of the event that was waited for.
   */
  'event'?: (string);
  'eventKey'?: (string);
}

/**
 * What became of an event when all that it caused is at rest.
 */
export interface Outcome__Output {
  /**
   * `succeeded`, or `failed` if a job failed, was discarded or cancelled or is blocked, or the event was refused.
   */
  'verdict': (string);
  /**
   * Why, if it isn't `succeeded`.
   */
  'reason': (string);
  /**
   * The jobs in order of creation, at most 1000; those that did not succeed come first.
   */
  'jobs': (_iteron_v1_Job__Output)[];
  /**
   * How many there are.
   */
  'jobsTotal': (number);
  /**
   * CloudEvents id, and key, of the event that was waited for.
   */
  'event': (string);
  'eventKey': (string);
}
