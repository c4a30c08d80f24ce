// Original file: iteron/v1/artifacts.proto

import type { UploadHeader as _iteron_v1_UploadHeader, UploadHeader__Output as _iteron_v1_UploadHeader__Output } from '../../iteron/v1/UploadHeader.ts';
import type { UploadFile as _iteron_v1_UploadFile, UploadFile__Output as _iteron_v1_UploadFile__Output } from '../../iteron/v1/UploadFile.ts';

export interface UploadArtifactRequest {
  'header'?: (_iteron_v1_UploadHeader | null);
  /**
   * Begins a file.
   */
  'file'?: (_iteron_v1_UploadFile | null);
  /**
   * The next bytes of the file that was begun, at most 1 MiB.
   */
  'chunk'?: (Buffer | Uint8Array | string);
  'part'?: "header"|"file"|"chunk";
}

export interface UploadArtifactRequest__Output {
  'header'?: (_iteron_v1_UploadHeader__Output | null);
  /**
   * Begins a file.
   */
  'file'?: (_iteron_v1_UploadFile__Output | null);
  /**
   * The next bytes of the file that was begun, at most 1 MiB.
   */
  'chunk'?: (Buffer);
  'part'?: "header"|"file"|"chunk";
}
