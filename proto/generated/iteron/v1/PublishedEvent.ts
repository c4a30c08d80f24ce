// Original file: iteron/v1/events.proto


export interface PublishedEvent {
  'id'?: (string);
  'source'?: (string);
  'type'?: (string);
  'correlationId'?: (string);
  /**
   * The key under which it will be stored.
   */
  'key'?: (string);
  /**
   * Names of the modules that take its type at this moment; empty: nobody does.
   */
  'modules'?: (string)[];
}

export interface PublishedEvent__Output {
  'id': (string);
  'source': (string);
  'type': (string);
  'correlationId': (string);
  /**
   * The key under which it will be stored.
   */
  'key': (string);
  /**
   * Names of the modules that take its type at this moment; empty: nobody does.
   */
  'modules': (string)[];
}
