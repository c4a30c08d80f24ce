// Original file: iteron/v1/events.proto


export interface PeekEventsResponse {
  /**
   * CloudEvents in JSON, oldest first.
   */
  'eventsJson'?: (string)[];
}

export interface PeekEventsResponse__Output {
  /**
   * CloudEvents in JSON, oldest first.
   */
  'eventsJson': (string)[];
}
