// Original file: iteron/v1/modules.proto


export interface ResumeModuleRequest {
  /**
   * Id or name.
   */
  'module'?: (string);
}

export interface ResumeModuleRequest__Output {
  /**
   * Id or name.
   */
  'module': (string);
}
