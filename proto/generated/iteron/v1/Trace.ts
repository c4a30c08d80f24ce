// Original file: iteron/v1/traces.proto

import type { Long } from '@grpc/proto-loader';

export interface Trace {
  'correlationId'?: (string);
  /**
   * Of the outside event that it began with.
   */
  'event'?: (string);
  'type'?: (string);
  'startedAtMs'?: (number | string | Long);
  /**
   * Number of events and jobs, and of jobs by state.
   */
  'events'?: (number | string | Long);
  'jobs'?: (number | string | Long);
  'jobsByState'?: ({[key: string]: number | string | Long});
}

export interface Trace__Output {
  'correlationId': (string);
  /**
   * Of the outside event that it began with.
   */
  'event': (string);
  'type': (string);
  'startedAtMs': (number);
  /**
   * Number of events and jobs, and of jobs by state.
   */
  'events': (number);
  'jobs': (number);
  'jobsByState': ({[key: string]: number});
}
