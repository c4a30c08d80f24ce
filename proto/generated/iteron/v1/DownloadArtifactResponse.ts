// Original file: iteron/v1/artifacts.proto

import type { File as _iteron_v1_File, File__Output as _iteron_v1_File__Output } from '../../iteron/v1/File.ts';

export interface DownloadArtifactResponse {
  /**
   * Begins a file.
   */
  'file'?: (_iteron_v1_File | null);
  /**
   * The next bytes of it, at most 64 KiB.
   */
  'chunk'?: (Buffer | Uint8Array | string);
  'part'?: "file"|"chunk";
}

export interface DownloadArtifactResponse__Output {
  /**
   * Begins a file.
   */
  'file'?: (_iteron_v1_File__Output | null);
  /**
   * The next bytes of it, at most 64 KiB.
   */
  'chunk'?: (Buffer);
  'part'?: "file"|"chunk";
}
