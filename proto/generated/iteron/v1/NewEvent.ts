// Original file: iteron/v1/events.proto

import type { NewEventFile as _iteron_v1_NewEventFile, NewEventFile__Output as _iteron_v1_NewEventFile__Output } from '../../iteron/v1/NewEventFile.ts';

/**
 * An event to publish.
 */
export interface NewEvent {
  /**
   * CloudEvents type. Required.
   */
  'type'?: (string);
  /**
   * CloudEvents id; empty: a new one.
   */
  'id'?: (string);
  /**
   * CloudEvents source; empty: `iteron-client`. This installation's own, `iteron:<installation>/…`, are refused.
   */
  'source'?: (string);
  /**
   * CloudEvents subject.
   */
  'subject'?: (string);
  /**
   * The trace it belongs to; empty: its own id.
   */
  'correlationId'?: (string);
  /**
   * RFC 3339; empty: now.
   */
  'time'?: (string);
  /**
   * A JSON object of values; empty: none.
   */
  'dataJson'?: (string);
  /**
   * Files of artifacts that it passes on.
   */
  'files'?: (_iteron_v1_NewEventFile)[];
  /**
   * W3C trace context.
   */
  'traceparent'?: (string);
  /**
   * Free-form id of the event that led to this one, for display.
   */
  'causationId'?: (string);
}

/**
 * An event to publish.
 */
export interface NewEvent__Output {
  /**
   * CloudEvents type. Required.
   */
  'type': (string);
  /**
   * CloudEvents id; empty: a new one.
   */
  'id': (string);
  /**
   * CloudEvents source; empty: `iteron-client`. This installation's own, `iteron:<installation>/…`, are refused.
   */
  'source': (string);
  /**
   * CloudEvents subject.
   */
  'subject': (string);
  /**
   * The trace it belongs to; empty: its own id.
   */
  'correlationId': (string);
  /**
   * RFC 3339; empty: now.
   */
  'time': (string);
  /**
   * A JSON object of values; empty: none.
   */
  'dataJson': (string);
  /**
   * Files of artifacts that it passes on.
   */
  'files': (_iteron_v1_NewEventFile__Output)[];
  /**
   * W3C trace context.
   */
  'traceparent': (string);
  /**
   * Free-form id of the event that led to this one, for display.
   */
  'causationId': (string);
}
