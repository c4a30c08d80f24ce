// Original file: iteron/v1/modules.proto

import type { CodeFile as _iteron_v1_CodeFile, CodeFile__Output as _iteron_v1_CodeFile__Output } from '../../iteron/v1/CodeFile.ts';
import type { GitState as _iteron_v1_GitState, GitState__Output as _iteron_v1_GitState__Output } from '../../iteron/v1/GitState.ts';

export interface CreateModuleRequest {
  /**
   * The specification as JSON: the keys of `module.yaml`. Unknown keys are refused by name.
   */
  'specJson'?: (string);
  /**
   * The program files with their digests: a program that differs when a job starts fails the job.
   */
  'code'?: (_iteron_v1_CodeFile)[];
  /**
   * State of the working copy it is registered from.
   */
  'git'?: (_iteron_v1_GitState | null);
}

export interface CreateModuleRequest__Output {
  /**
   * The specification as JSON: the keys of `module.yaml`. Unknown keys are refused by name.
   */
  'specJson': (string);
  /**
   * The program files with their digests: a program that differs when a job starts fails the job.
   */
  'code': (_iteron_v1_CodeFile__Output)[];
  /**
   * State of the working copy it is registered from.
   */
  'git': (_iteron_v1_GitState__Output | null);
}
