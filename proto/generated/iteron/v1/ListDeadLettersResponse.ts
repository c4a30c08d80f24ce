// Original file: iteron/v1/dead_letters.proto

import type { DeadLetter as _iteron_v1_DeadLetter, DeadLetter__Output as _iteron_v1_DeadLetter__Output } from '../../iteron/v1/DeadLetter.ts';

export interface ListDeadLettersResponse {
  'deadLetters'?: (_iteron_v1_DeadLetter)[];
  /**
   * Empty: no more.
   */
  'nextPageToken'?: (string);
}

export interface ListDeadLettersResponse__Output {
  'deadLetters': (_iteron_v1_DeadLetter__Output)[];
  /**
   * Empty: no more.
   */
  'nextPageToken': (string);
}
