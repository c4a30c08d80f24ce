// Original file: iteron/v1/jobs.proto

import type { LogLine as _iteron_v1_LogLine, LogLine__Output as _iteron_v1_LogLine__Output } from '../../iteron/v1/LogLine.ts';

export interface GetJobLogsResponse {
  /**
   * Which attempt it is.
   */
  'attempt'?: (number);
  /**
   * Lines in order; several of them in one message.
   */
  'lines'?: (_iteron_v1_LogLine)[];
}

export interface GetJobLogsResponse__Output {
  /**
   * Which attempt it is.
   */
  'attempt': (number);
  /**
   * Lines in order; several of them in one message.
   */
  'lines': (_iteron_v1_LogLine__Output)[];
}
