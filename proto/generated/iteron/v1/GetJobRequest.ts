// Original file: iteron/v1/jobs.proto


export interface GetJobRequest {
  /**
   * Id or a prefix.
   */
  'job'?: (string);
}

export interface GetJobRequest__Output {
  /**
   * Id or a prefix.
   */
  'job': (string);
}
