// Original file: iteron/v1/events.proto


/**
 * A file of an artifact that was uploaded before, or that a job made.
 */
export interface NewEventFile {
  /**
   * Id of the artifact. Required.
   */
  'artifact'?: (string);
  /**
   * Path of the file in the artifact, under which a module gets it below `in/data`; empty: all of its files.
   */
  'path'?: (string);
}

/**
 * A file of an artifact that was uploaded before, or that a job made.
 */
export interface NewEventFile__Output {
  /**
   * Id of the artifact. Required.
   */
  'artifact': (string);
  /**
   * Path of the file in the artifact, under which a module gets it below `in/data`; empty: all of its files.
   */
  'path': (string);
}
