// Original file: iteron/v1/modules.proto


export interface GetModuleRequest {
  /**
   * Id or name.
   */
  'module'?: (string);
}

export interface GetModuleRequest__Output {
  /**
   * Id or name.
   */
  'module': (string);
}
