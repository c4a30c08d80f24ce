// Original file: ion.proto


export interface ModuleGetRequest {
  /**
   * Id or name.
   */
  'name'?: (string);
}

export interface ModuleGetRequest__Output {
  /**
   * Id or name.
   */
  'name': (string);
}
