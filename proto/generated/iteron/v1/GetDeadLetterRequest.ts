// Original file: iteron/v1/dead_letters.proto


export interface GetDeadLetterRequest {
  /**
   * Id or a prefix.
   */
  'deadLetter'?: (string);
}

export interface GetDeadLetterRequest__Output {
  /**
   * Id or a prefix.
   */
  'deadLetter': (string);
}
