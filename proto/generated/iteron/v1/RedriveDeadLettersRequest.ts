// Original file: iteron/v1/dead_letters.proto

import type { DeadLetterFilter as _iteron_v1_DeadLetterFilter, DeadLetterFilter__Output as _iteron_v1_DeadLetterFilter__Output } from '../../iteron/v1/DeadLetterFilter.ts';

export interface RedriveDeadLettersRequest {
  /**
   * Ids or prefixes. Either these or `filter`.
   */
  'deadLetters'?: (string)[];
  /**
   * All that it chooses. An empty one chooses every failed job and message.
   */
  'filter'?: (_iteron_v1_DeadLetterFilter | null);
  /**
   * Only says what would be done.
   */
  'dryRun'?: (boolean);
}

export interface RedriveDeadLettersRequest__Output {
  /**
   * Ids or prefixes. Either these or `filter`.
   */
  'deadLetters': (string)[];
  /**
   * All that it chooses. An empty one chooses every failed job and message.
   */
  'filter': (_iteron_v1_DeadLetterFilter__Output | null);
  /**
   * Only says what would be done.
   */
  'dryRun': (boolean);
}
