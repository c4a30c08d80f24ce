// Original file: ion.proto


export interface ModuleDeleteRequest {
  /**
   * Id or name.
   */
  'name'?: (string);
}

export interface ModuleDeleteRequest__Output {
  /**
   * Id or name.
   */
  'name': (string);
}
