// Original file: iteron/v1/events.proto

import type { Progress as _iteron_v1_Progress, Progress__Output as _iteron_v1_Progress__Output } from '../../iteron/v1/Progress.ts';
import type { Outcome as _iteron_v1_Outcome, Outcome__Output as _iteron_v1_Outcome__Output } from '../../iteron/v1/Outcome.ts';

export interface WaitEventResponse {
  /**
   * How far it is.
   */
  'progress'?: (_iteron_v1_Progress | null);
  /**
   * Only in the last message.
   */
  'outcome'?: (_iteron_v1_Outcome | null);
}

export interface WaitEventResponse__Output {
  /**
   * How far it is.
   */
  'progress': (_iteron_v1_Progress__Output | null);
  /**
   * Only in the last message.
   */
  'outcome': (_iteron_v1_Outcome__Output | null);
}
