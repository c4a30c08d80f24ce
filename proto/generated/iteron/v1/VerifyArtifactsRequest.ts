// Original file: iteron/v1/artifacts.proto


export interface VerifyArtifactsRequest {
  /**
   * Ids or prefixes; none: all artifacts.
   */
  'artifacts'?: (string)[];
}

export interface VerifyArtifactsRequest__Output {
  /**
   * Ids or prefixes; none: all artifacts.
   */
  'artifacts': (string)[];
}
