// Original file: iteron/v1/events.proto

import type { Event as _iteron_v1_Event, Event__Output as _iteron_v1_Event__Output } from '../../iteron/v1/Event.ts';

export interface ListEventsResponse {
  'events'?: (_iteron_v1_Event)[];
  /**
   * Empty: no more.
   */
  'nextPageToken'?: (string);
}

export interface ListEventsResponse__Output {
  'events': (_iteron_v1_Event__Output)[];
  /**
   * Empty: no more.
   */
  'nextPageToken': (string);
}
