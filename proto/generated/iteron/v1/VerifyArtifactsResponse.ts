// Original file: iteron/v1/artifacts.proto

import type { File as _iteron_v1_File, File__Output as _iteron_v1_File__Output } from '../../iteron/v1/File.ts';

export interface VerifyArtifactsResponse {
  /**
   * The file that was read.
   */
  'file'?: (_iteron_v1_File | null);
  /**
   * Whether its bytes are what they should be.
   */
  'intact'?: (boolean);
  /**
   * What is wrong.
   */
  'problem'?: (string);
  '_problem'?: "problem";
}

export interface VerifyArtifactsResponse__Output {
  /**
   * The file that was read.
   */
  'file': (_iteron_v1_File__Output | null);
  /**
   * Whether its bytes are what they should be.
   */
  'intact': (boolean);
  /**
   * What is wrong.
   */
  'problem'?: (string);
  '_problem'?: "problem";
}
