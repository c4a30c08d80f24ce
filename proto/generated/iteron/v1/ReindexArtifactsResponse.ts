// Original file: iteron/v1/artifacts.proto

import type { Long } from '@grpc/proto-loader';

export interface ReindexArtifactsResponse {
  /**
   * Artifacts found so far.
   */
  'found'?: (number | string | Long);
  /**
   * Of these, how many weren't in the catalogue.
   */
  'added'?: (number | string | Long);
  /**
   * A `metadata.yaml` that could not be read, and why.
   */
  'problem'?: (string);
  '_problem'?: "problem";
}

export interface ReindexArtifactsResponse__Output {
  /**
   * Artifacts found so far.
   */
  'found': (number);
  /**
   * Of these, how many weren't in the catalogue.
   */
  'added': (number);
  /**
   * A `metadata.yaml` that could not be read, and why.
   */
  'problem'?: (string);
  '_problem'?: "problem";
}
