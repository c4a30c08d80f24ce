// Original file: iteron/v1/modules.proto


export interface DeleteModuleRequest {
  /**
   * Id or name.
   */
  'module'?: (string);
}

export interface DeleteModuleRequest__Output {
  /**
   * Id or name.
   */
  'module': (string);
}
