// Original file: iteron/v1/jobs.proto


export interface StageTime {
  /**
   * `accept`, `queue`, `prepare`, `module`, `commit` or `relay`.
   */
  'stage'?: (string);
  /**
   * When it was entered; with fractions.
   */
  'fromMs'?: (number | string);
  /**
   * When it was left; with fractions.
   */
  'toMs'?: (number | string);
}

export interface StageTime__Output {
  /**
   * `accept`, `queue`, `prepare`, `module`, `commit` or `relay`.
   */
  'stage': (string);
  /**
   * When it was entered; with fractions.
   */
  'fromMs': (number);
  /**
   * When it was left; with fractions.
   */
  'toMs': (number);
}
