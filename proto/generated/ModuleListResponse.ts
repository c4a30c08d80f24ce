// Original file: ion.proto


export interface ModuleListResponse {
  /**
   * Ids.
   */
  'names'?: (string)[];
}

export interface ModuleListResponse__Output {
  /**
   * Ids.
   */
  'names': (string)[];
}
