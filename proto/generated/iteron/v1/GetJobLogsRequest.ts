// Original file: iteron/v1/jobs.proto


export interface GetJobLogsRequest {
  /**
   * Id or a prefix.
   */
  'job'?: (string);
  /**
   * Number of the attempt; 0: the last.
   */
  'attempt'?: (number);
  /**
   * Goes on until the attempt has ended, and without `attempt` with the next ones, until the job has ended; what hasn't
   * begun is waited for.
   */
  'follow'?: (boolean);
}

export interface GetJobLogsRequest__Output {
  /**
   * Id or a prefix.
   */
  'job': (string);
  /**
   * Number of the attempt; 0: the last.
   */
  'attempt': (number);
  /**
   * Goes on until the attempt has ended, and without `attempt` with the next ones, until the job has ended; what hasn't
   * begun is waited for.
   */
  'follow': (boolean);
}
