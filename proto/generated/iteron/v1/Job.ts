// Original file: iteron/v1/jobs.proto

import type { Failure as _iteron_v1_Failure, Failure__Output as _iteron_v1_Failure__Output } from '../../iteron/v1/Failure.ts';
import type { Attempt as _iteron_v1_Attempt, Attempt__Output as _iteron_v1_Attempt__Output } from '../../iteron/v1/Attempt.ts';
import type { Long } from '@grpc/proto-loader';

export interface Job {
  'id'?: (string);
  /**
   * Name of the module.
   */
  'module'?: (string);
  /**
   * Id of the module.
   */
  'moduleId'?: (string);
  /**
   * Version of the current or last attempt; 0 before the first.
   */
  'moduleVersion'?: (number);
  /**
   * `queued`, `waiting`, `preparing`, `running`, `committing`, `succeeded`, `failed`, `cancelled` or `discarded`.
   */
  'state'?: (string);
  /**
   * Why it is in this state.
   */
  'reason'?: (string);
  /**
   * CloudEvents id of its event; for a join, of the root.
   */
  'event'?: (string);
  /**
   * Key of that event.
   */
  'eventKey'?: (string);
  'eventType'?: (string);
  'correlationId'?: (string);
  /**
   * Number of attempts so far.
   */
  'attempts'?: (number);
  'createdAtMs'?: (number | string | Long);
  'updatedAtMs'?: (number | string | Long);
  /**
   * When a waiting job is due.
   */
  'dueAtMs'?: (number | string | Long);
  /**
   * When the attempt that is at work began its module; those that have ended are in `attempt_list`.
   */
  'startedAtMs'?: (number | string | Long);
  /**
   * When it reached a final state.
   */
  'endedAtMs'?: (number | string | Long);
  /**
   * Of the last attempt that failed.
   */
  'failure'?: (_iteron_v1_Failure | null);
  /**
   * `all` or `settled` for a join, absent for other jobs.
   */
  'join'?: (string);
  /**
   * Key of the outside event at the top of what it belongs to.
   */
  'root'?: (string);
  /**
   * Number of events that it raised; absent until it has committed.
   */
  'outputEvents'?: (number);
  /**
   * In order; only in the answer to GetJob.
   */
  'attemptList'?: (_iteron_v1_Attempt)[];
  /**
   * Ids of its artifacts; only in the answer to GetJob.
   */
  'artifacts'?: (string)[];
  /**
   * When retention removed its attempts, reasons and logs.
   */
  'expiredAtMs'?: (number | string | Long);
  '_reason'?: "reason";
  '_dueAtMs'?: "dueAtMs";
  '_startedAtMs'?: "startedAtMs";
  '_endedAtMs'?: "endedAtMs";
  '_join'?: "join";
  '_outputEvents'?: "outputEvents";
  '_expiredAtMs'?: "expiredAtMs";
}

export interface Job__Output {
  'id': (string);
  /**
   * Name of the module.
   */
  'module': (string);
  /**
   * Id of the module.
   */
  'moduleId': (string);
  /**
   * Version of the current or last attempt; 0 before the first.
   */
  'moduleVersion': (number);
  /**
   * `queued`, `waiting`, `preparing`, `running`, `committing`, `succeeded`, `failed`, `cancelled` or `discarded`.
   */
  'state': (string);
  /**
   * Why it is in this state.
   */
  'reason'?: (string);
  /**
   * CloudEvents id of its event; for a join, of the root.
   */
  'event': (string);
  /**
   * Key of that event.
   */
  'eventKey': (string);
  'eventType': (string);
  'correlationId': (string);
  /**
   * Number of attempts so far.
   */
  'attempts': (number);
  'createdAtMs': (number);
  'updatedAtMs': (number);
  /**
   * When a waiting job is due.
   */
  'dueAtMs'?: (number);
  /**
   * When the attempt that is at work began its module; those that have ended are in `attempt_list`.
   */
  'startedAtMs'?: (number);
  /**
   * When it reached a final state.
   */
  'endedAtMs'?: (number);
  /**
   * Of the last attempt that failed.
   */
  'failure': (_iteron_v1_Failure__Output | null);
  /**
   * `all` or `settled` for a join, absent for other jobs.
   */
  'join'?: (string);
  /**
   * Key of the outside event at the top of what it belongs to.
   */
  'root': (string);
  /**
   * Number of events that it raised; absent until it has committed.
   */
  'outputEvents'?: (number);
  /**
   * In order; only in the answer to GetJob.
   */
  'attemptList': (_iteron_v1_Attempt__Output)[];
  /**
   * Ids of its artifacts; only in the answer to GetJob.
   */
  'artifacts': (string)[];
  /**
   * When retention removed its attempts, reasons and logs.
   */
  'expiredAtMs'?: (number);
  '_reason'?: "reason";
  '_dueAtMs'?: "dueAtMs";
  '_startedAtMs'?: "startedAtMs";
  '_endedAtMs'?: "endedAtMs";
  '_join'?: "join";
  '_outputEvents'?: "outputEvents";
  '_expiredAtMs'?: "expiredAtMs";
}
