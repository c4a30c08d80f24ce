// Original file: ion.proto


export interface ModuleCreateResponse {
  /**
   * `<modulename>-<5 random characters>`: the id of the module.
   */
  'name'?: (string);
}

export interface ModuleCreateResponse__Output {
  /**
   * `<modulename>-<5 random characters>`: the id of the module.
   */
  'name': (string);
}
