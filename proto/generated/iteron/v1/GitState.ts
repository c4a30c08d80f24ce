// Original file: iteron/v1/modules.proto


/**
 * Where the program came from.
 */
export interface GitState {
  /**
   * Full hash of the commit that was checked out.
   */
  'commit'?: (string);
  /**
   * Digest of what wasn't committed; absent if everything was.
   */
  'dirty'?: (string);
  '_dirty'?: "dirty";
}

/**
 * Where the program came from.
 */
export interface GitState__Output {
  /**
   * Full hash of the commit that was checked out.
   */
  'commit': (string);
  /**
   * Digest of what wasn't committed; absent if everything was.
   */
  'dirty'?: (string);
  '_dirty'?: "dirty";
}
