// Original file: iteron/v1/modules.proto


/**
 * A file of a module's program.
 */
export interface CodeFile {
  /**
   * Absolute path on the machine where the module runs.
   */
  'path'?: (string);
  /**
   * `sha256:` and 64 hex digits.
   */
  'digest'?: (string);
}

/**
 * A file of a module's program.
 */
export interface CodeFile__Output {
  /**
   * Absolute path on the machine where the module runs.
   */
  'path': (string);
  /**
   * `sha256:` and 64 hex digits.
   */
  'digest': (string);
}
