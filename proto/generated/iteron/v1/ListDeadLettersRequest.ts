// Original file: iteron/v1/dead_letters.proto

import type { DeadLetterFilter as _iteron_v1_DeadLetterFilter, DeadLetterFilter__Output as _iteron_v1_DeadLetterFilter__Output } from '../../iteron/v1/DeadLetterFilter.ts';

export interface ListDeadLettersRequest {
  /**
   * At most so many; 0: 100.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken'?: (string);
  'filter'?: (_iteron_v1_DeadLetterFilter | null);
}

export interface ListDeadLettersRequest__Output {
  /**
   * At most so many; 0: 100.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken': (string);
  'filter': (_iteron_v1_DeadLetterFilter__Output | null);
}
