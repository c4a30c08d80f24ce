// Original file: iteron/v1/modules.proto


export interface PauseModuleRequest {
  /**
   * Id or name.
   */
  'module'?: (string);
}

export interface PauseModuleRequest__Output {
  /**
   * Id or name.
   */
  'module': (string);
}
