// Original file: ion.proto


export interface ModuleDeleteResponse {
  /**
   * The id of the module that was removed.
   */
  'name'?: (string);
}

export interface ModuleDeleteResponse__Output {
  /**
   * The id of the module that was removed.
   */
  'name': (string);
}
