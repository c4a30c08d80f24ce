// Original file: iteron/v1/modules.proto

import type { ModuleVersion as _iteron_v1_ModuleVersion, ModuleVersion__Output as _iteron_v1_ModuleVersion__Output } from '../../iteron/v1/ModuleVersion.ts';

export interface ListModuleVersionsResponse {
  'versions'?: (_iteron_v1_ModuleVersion)[];
  /**
   * Empty: no more.
   */
  'nextPageToken'?: (string);
}

export interface ListModuleVersionsResponse__Output {
  'versions': (_iteron_v1_ModuleVersion__Output)[];
  /**
   * Empty: no more.
   */
  'nextPageToken': (string);
}
