// Original file: iteron/v1/dead_letters.proto

import type { DeadLetterResult as _iteron_v1_DeadLetterResult, DeadLetterResult__Output as _iteron_v1_DeadLetterResult__Output } from '../../iteron/v1/DeadLetterResult.ts';
import type { Long } from '@grpc/proto-loader';

export interface RedriveDeadLettersResponse {
  /**
   * What was done, or would be, with each: at most 1000 are listed.
   */
  'results'?: (_iteron_v1_DeadLetterResult)[];
  /**
   * How many were redriven, or would be.
   */
  'done'?: (number | string | Long);
  /**
   * How many could not be.
   */
  'refused'?: (number | string | Long);
}

export interface RedriveDeadLettersResponse__Output {
  /**
   * What was done, or would be, with each: at most 1000 are listed.
   */
  'results': (_iteron_v1_DeadLetterResult__Output)[];
  /**
   * How many were redriven, or would be.
   */
  'done': (number);
  /**
   * How many could not be.
   */
  'refused': (number);
}
