// Original file: iteron/v1/jobs.proto


/**
 * A pair that a module reported about its run.
 */
export interface Insight {
  'key'?: (string);
  /**
   * Any JSON value.
   */
  'valueJson'?: (string);
}

/**
 * A pair that a module reported about its run.
 */
export interface Insight__Output {
  'key': (string);
  /**
   * Any JSON value.
   */
  'valueJson': (string);
}
