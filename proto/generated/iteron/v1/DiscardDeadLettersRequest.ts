// Original file: iteron/v1/dead_letters.proto

import type { DeadLetterFilter as _iteron_v1_DeadLetterFilter, DeadLetterFilter__Output as _iteron_v1_DeadLetterFilter__Output } from '../../iteron/v1/DeadLetterFilter.ts';

export interface DiscardDeadLettersRequest {
  /**
   * Ids or prefixes. Either these or `filter`.
   */
  'deadLetters'?: (string)[];
  /**
   * All that it chooses.
   */
  'filter'?: (_iteron_v1_DeadLetterFilter | null);
  /**
   * Only says what would be done.
   */
  'dryRun'?: (boolean);
  /**
   * For the record; empty: `discarded by a client`.
   */
  'reason'?: (string);
}

export interface DiscardDeadLettersRequest__Output {
  /**
   * Ids or prefixes. Either these or `filter`.
   */
  'deadLetters': (string)[];
  /**
   * All that it chooses.
   */
  'filter': (_iteron_v1_DeadLetterFilter__Output | null);
  /**
   * Only says what would be done.
   */
  'dryRun': (boolean);
  /**
   * For the record; empty: `discarded by a client`.
   */
  'reason': (string);
}
