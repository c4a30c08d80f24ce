// Original file: iteron/v1/jobs.proto


export interface WatchJobsRequest {
  /**
   * Only these: ids or prefixes, at most 1000. Without any, all that the other fields choose.
   */
  'jobs'?: (string)[];
  /**
   * Only of this module: id or name.
   */
  'module'?: (string);
  /**
   * Only of this trace.
   */
  'correlationId'?: (string);
  /**
   * Ends when all jobs that were chosen are in a final state.
   */
  'untilFinal'?: (boolean);
  /**
   * Leaves out jobs that are in a final state when the call begins. Not together with `jobs`.
   */
  'skipFinal'?: (boolean);
  /**
   * Only for events of this type.
   */
  'type'?: (string);
}

export interface WatchJobsRequest__Output {
  /**
   * Only these: ids or prefixes, at most 1000. Without any, all that the other fields choose.
   */
  'jobs': (string)[];
  /**
   * Only of this module: id or name.
   */
  'module': (string);
  /**
   * Only of this trace.
   */
  'correlationId': (string);
  /**
   * Ends when all jobs that were chosen are in a final state.
   */
  'untilFinal': (boolean);
  /**
   * Leaves out jobs that are in a final state when the call begins. Not together with `jobs`.
   */
  'skipFinal': (boolean);
  /**
   * Only for events of this type.
   */
  'type': (string);
}
