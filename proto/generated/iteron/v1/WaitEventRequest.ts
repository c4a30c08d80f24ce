// Original file: iteron/v1/events.proto


export interface WaitEventRequest {
  /**
   * CloudEvents id, key, or a prefix of one of them.
   */
  'event'?: (string);
  /**
   * Milliseconds between two progress messages, at least; 0: 200.
   */
  'intervalMs'?: (number);
}

export interface WaitEventRequest__Output {
  /**
   * CloudEvents id, key, or a prefix of one of them.
   */
  'event': (string);
  /**
   * Milliseconds between two progress messages, at least; 0: 200.
   */
  'intervalMs': (number);
}
