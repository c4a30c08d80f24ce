// Original file: iteron/v1/jobs.proto

import type { StageTime as _iteron_v1_StageTime, StageTime__Output as _iteron_v1_StageTime__Output } from '../../iteron/v1/StageTime.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Where an attempt's time went, and how much it moved.
 */
export interface Ledger {
  'stages'?: (_iteron_v1_StageTime)[];
  /**
   * Time of all stages but queue and module: what the engine added.
   */
  'overheadMs'?: (number | string);
  'filesIn'?: (number | string | Long);
  'bytesIn'?: (number | string | Long);
  'filesOut'?: (number | string | Long);
  'bytesOut'?: (number | string | Long);
  /**
   * Output files whose content was stored already.
   */
  'deduplicated'?: (number | string | Long);
}

/**
 * Where an attempt's time went, and how much it moved.
 */
export interface Ledger__Output {
  'stages': (_iteron_v1_StageTime__Output)[];
  /**
   * Time of all stages but queue and module: what the engine added.
   */
  'overheadMs': (number);
  'filesIn': (number);
  'bytesIn': (number);
  'filesOut': (number);
  'bytesOut': (number);
  /**
   * Output files whose content was stored already.
   */
  'deduplicated': (number);
}
