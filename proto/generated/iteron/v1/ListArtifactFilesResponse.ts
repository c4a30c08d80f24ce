// Original file: iteron/v1/artifacts.proto

import type { File as _iteron_v1_File, File__Output as _iteron_v1_File__Output } from '../../iteron/v1/File.ts';

export interface ListArtifactFilesResponse {
  'files'?: (_iteron_v1_File)[];
  /**
   * Empty: no more.
   */
  'nextPageToken'?: (string);
}

export interface ListArtifactFilesResponse__Output {
  'files': (_iteron_v1_File__Output)[];
  /**
   * Empty: no more.
   */
  'nextPageToken': (string);
}
