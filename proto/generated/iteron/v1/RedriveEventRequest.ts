// Original file: iteron/v1/events.proto


export interface RedriveEventRequest {
  /**
   * CloudEvents id, key, or a prefix of one of them.
   */
  'event'?: (string);
  /**
   * Id or name of the one module that gets the copy; empty: every module that takes the type.
   */
  'module'?: (string);
}

export interface RedriveEventRequest__Output {
  /**
   * CloudEvents id, key, or a prefix of one of them.
   */
  'event': (string);
  /**
   * Id or name of the one module that gets the copy; empty: every module that takes the type.
   */
  'module': (string);
}
