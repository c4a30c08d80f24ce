// Original file: iteron/v1/events.proto

import type { PublishedEvent as _iteron_v1_PublishedEvent, PublishedEvent__Output as _iteron_v1_PublishedEvent__Output } from '../../iteron/v1/PublishedEvent.ts';

export interface RedriveEventResponse {
  /**
   * The copy.
   */
  'event'?: (_iteron_v1_PublishedEvent | null);
}

export interface RedriveEventResponse__Output {
  /**
   * The copy.
   */
  'event': (_iteron_v1_PublishedEvent__Output | null);
}
