// Original file: iteron/v1/artifacts.proto


export interface DeleteArtifactRequest {
  /**
   * Id or a prefix.
   */
  'artifact'?: (string);
}

export interface DeleteArtifactRequest__Output {
  /**
   * Id or a prefix.
   */
  'artifact': (string);
}
