// Original file: iteron/v1/events.proto


export interface PeekEventsRequest {
  /**
   * At most so many; 0: 10, at most 1000.
   */
  'limit'?: (number);
  /**
   * Only of this type.
   */
  'type'?: (string);
}

export interface PeekEventsRequest__Output {
  /**
   * At most so many; 0: 10, at most 1000.
   */
  'limit': (number);
  /**
   * Only of this type.
   */
  'type': (string);
}
