// Original file: iteron/v1/artifacts.proto


export interface GetArtifactRequest {
  /**
   * Id or a prefix.
   */
  'artifact'?: (string);
}

export interface GetArtifactRequest__Output {
  /**
   * Id or a prefix.
   */
  'artifact': (string);
}
