// Original file: iteron/v1/events.proto


export interface GetEventRequest {
  /**
   * CloudEvents id, key, or a prefix of one of them.
   */
  'event'?: (string);
}

export interface GetEventRequest__Output {
  /**
   * CloudEvents id, key, or a prefix of one of them.
   */
  'event': (string);
}
