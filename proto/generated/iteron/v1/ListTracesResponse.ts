// Original file: iteron/v1/traces.proto

import type { Trace as _iteron_v1_Trace, Trace__Output as _iteron_v1_Trace__Output } from '../../iteron/v1/Trace.ts';

export interface ListTracesResponse {
  'traces'?: (_iteron_v1_Trace)[];
  /**
   * Empty: no more.
   */
  'nextPageToken'?: (string);
}

export interface ListTracesResponse__Output {
  'traces': (_iteron_v1_Trace__Output)[];
  /**
   * Empty: no more.
   */
  'nextPageToken': (string);
}
