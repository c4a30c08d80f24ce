// Original file: iteron/v1/modules.proto

import type { Module as _iteron_v1_Module, Module__Output as _iteron_v1_Module__Output } from '../../iteron/v1/Module.ts';

export interface ListModulesResponse {
  'modules'?: (_iteron_v1_Module)[];
  /**
   * Empty: no more.
   */
  'nextPageToken'?: (string);
}

export interface ListModulesResponse__Output {
  'modules': (_iteron_v1_Module__Output)[];
  /**
   * Empty: no more.
   */
  'nextPageToken': (string);
}
