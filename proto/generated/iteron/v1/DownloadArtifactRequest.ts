// Original file: iteron/v1/artifacts.proto


export interface DownloadArtifactRequest {
  /**
   * Id or a prefix.
   */
  'artifact'?: (string);
  /**
   * Only this file, or everything below this folder; empty: all.
   */
  'path'?: (string);
}

export interface DownloadArtifactRequest__Output {
  /**
   * Id or a prefix.
   */
  'artifact': (string);
  /**
   * Only this file, or everything below this folder; empty: all.
   */
  'path': (string);
}
