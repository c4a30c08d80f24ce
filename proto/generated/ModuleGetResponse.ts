// Original file: ion.proto


export interface ModuleGetResponse {
  /**
   * Id.
   */
  'name'?: (string);
  /**
   * `Available` or `Paused`.
   */
  'status'?: (string);
  /**
   * One sentence about it.
   */
  'statusMessage'?: (string);
}

export interface ModuleGetResponse__Output {
  /**
   * Id.
   */
  'name': (string);
  /**
   * `Available` or `Paused`.
   */
  'status': (string);
  /**
   * One sentence about it.
   */
  'statusMessage': (string);
}
