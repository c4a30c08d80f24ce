// Original file: iteron/v1/artifacts.proto

import type { Artifact as _iteron_v1_Artifact, Artifact__Output as _iteron_v1_Artifact__Output } from '../../iteron/v1/Artifact.ts';

export interface ListArtifactsResponse {
  'artifacts'?: (_iteron_v1_Artifact)[];
  /**
   * Empty: no more.
   */
  'nextPageToken'?: (string);
}

export interface ListArtifactsResponse__Output {
  'artifacts': (_iteron_v1_Artifact__Output)[];
  /**
   * Empty: no more.
   */
  'nextPageToken': (string);
}
