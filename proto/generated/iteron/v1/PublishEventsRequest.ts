// Original file: iteron/v1/events.proto

import type { NewEvent as _iteron_v1_NewEvent, NewEvent__Output as _iteron_v1_NewEvent__Output } from '../../iteron/v1/NewEvent.ts';

export interface PublishEventsRequest {
  /**
   * 1 to 1000.
   */
  'events'?: (_iteron_v1_NewEvent)[];
}

export interface PublishEventsRequest__Output {
  /**
   * 1 to 1000.
   */
  'events': (_iteron_v1_NewEvent__Output)[];
}
