// Original file: iteron/v1/modules.proto

import type { CodeFile as _iteron_v1_CodeFile, CodeFile__Output as _iteron_v1_CodeFile__Output } from '../../iteron/v1/CodeFile.ts';
import type { GitState as _iteron_v1_GitState, GitState__Output as _iteron_v1_GitState__Output } from '../../iteron/v1/GitState.ts';

export interface UpdateModuleRequest {
  /**
   * The whole new specification as JSON; its `name` says which module, unless `module` does.
   */
  'specJson'?: (string);
  /**
   * The program files with their digests.
   */
  'code'?: (_iteron_v1_CodeFile)[];
  /**
   * State of the working copy.
   */
  'git'?: (_iteron_v1_GitState | null);
  /**
   * Id or name of the module; empty: the specification's name.
   */
  'module'?: (string);
}

export interface UpdateModuleRequest__Output {
  /**
   * The whole new specification as JSON; its `name` says which module, unless `module` does.
   */
  'specJson': (string);
  /**
   * The program files with their digests.
   */
  'code': (_iteron_v1_CodeFile__Output)[];
  /**
   * State of the working copy.
   */
  'git': (_iteron_v1_GitState__Output | null);
  /**
   * Id or name of the module; empty: the specification's name.
   */
  'module': (string);
}
