// Original file: iteron/v1/jobs.proto


/**
 * Why an attempt or job failed.
 */
export interface Failure {
  /**
   * `exit`, `timeout`, `memory`, `lost`, `staging`, `configuration` or `commit`.
   */
  'class'?: (string);
  /**
   * What happened and why.
   */
  'message'?: (string);
  /**
   * Exit code of the module's program.
   */
  'exitCode'?: (number);
  /**
   * What to do about it.
   */
  'hint'?: (string);
  '_exitCode'?: "exitCode";
  '_hint'?: "hint";
}

/**
 * Why an attempt or job failed.
 */
export interface Failure__Output {
  /**
   * `exit`, `timeout`, `memory`, `lost`, `staging`, `configuration` or `commit`.
   */
  'class': (string);
  /**
   * What happened and why.
   */
  'message': (string);
  /**
   * Exit code of the module's program.
   */
  'exitCode'?: (number);
  /**
   * What to do about it.
   */
  'hint'?: (string);
  '_exitCode'?: "exitCode";
  '_hint'?: "hint";
}
