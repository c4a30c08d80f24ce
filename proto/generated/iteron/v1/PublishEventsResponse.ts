// Original file: iteron/v1/events.proto

import type { PublishedEvent as _iteron_v1_PublishedEvent, PublishedEvent__Output as _iteron_v1_PublishedEvent__Output } from '../../iteron/v1/PublishedEvent.ts';

export interface PublishEventsResponse {
  /**
   * In the order of the request.
   */
  'events'?: (_iteron_v1_PublishedEvent)[];
}

export interface PublishEventsResponse__Output {
  /**
   * In the order of the request.
   */
  'events': (_iteron_v1_PublishedEvent__Output)[];
}
