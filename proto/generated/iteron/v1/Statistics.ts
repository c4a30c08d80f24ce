// Original file: iteron/v1/server.proto

import type { ModuleStatistics as _iteron_v1_ModuleStatistics, ModuleStatistics__Output as _iteron_v1_ModuleStatistics__Output } from '../../iteron/v1/ModuleStatistics.ts';
import type { Long } from '@grpc/proto-loader';

export interface Statistics {
  /**
   * Messages on the bus that wait or are out for delivery.
   */
  'queueDepth'?: (number | string | Long);
  /**
   * Jobs an attempt is at work for.
   */
  'inProgress'?: (number | string | Long);
  /**
   * Messages that could not be taken, and jobs that failed.
   */
  'deadLetterMessages'?: (number | string | Long);
  'deadLetterJobs'?: (number | string | Long);
  /**
   * When the last event was accepted; absent if there was none.
   */
  'lastEventAtMs'?: (number | string | Long);
  'jobsByState'?: ({[key: string]: number | string | Long});
  'events'?: (number | string | Long);
  'artifacts'?: (number | string | Long);
  /**
   * Sum of all artifacts' sizes.
   */
  'artifactBytes'?: (number | string | Long);
  'modules'?: (_iteron_v1_ModuleStatistics)[];
  '_lastEventAtMs'?: "lastEventAtMs";
}

export interface Statistics__Output {
  /**
   * Messages on the bus that wait or are out for delivery.
   */
  'queueDepth': (number);
  /**
   * Jobs an attempt is at work for.
   */
  'inProgress': (number);
  /**
   * Messages that could not be taken, and jobs that failed.
   */
  'deadLetterMessages': (number);
  'deadLetterJobs': (number);
  /**
   * When the last event was accepted; absent if there was none.
   */
  'lastEventAtMs'?: (number);
  'jobsByState': ({[key: string]: number});
  'events': (number);
  'artifacts': (number);
  /**
   * Sum of all artifacts' sizes.
   */
  'artifactBytes': (number);
  'modules': (_iteron_v1_ModuleStatistics__Output)[];
  '_lastEventAtMs'?: "lastEventAtMs";
}
