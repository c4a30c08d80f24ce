// Original file: iteron/v1/events.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Numbers over all that an event caused.
 */
export interface Progress {
  /**
   * Events, the first one included.
   */
  'events'?: (number | string | Long);
  /**
   * Jobs.
   */
  'jobs'?: (number | string | Long);
  /**
   * Number of jobs by state.
   */
  'jobsByState'?: ({[key: string]: number | string | Long});
  /**
   * Joins that can't run, because jobs of their scope failed.
   */
  'blocked'?: (number | string | Long);
}

/**
 * Numbers over all that an event caused.
 */
export interface Progress__Output {
  /**
   * Events, the first one included.
   */
  'events': (number);
  /**
   * Jobs.
   */
  'jobs': (number);
  /**
   * Number of jobs by state.
   */
  'jobsByState': ({[key: string]: number});
  /**
   * Joins that can't run, because jobs of their scope failed.
   */
  'blocked': (number);
}
