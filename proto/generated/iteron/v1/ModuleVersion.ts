// Original file: iteron/v1/modules.proto

import type { CodeFile as _iteron_v1_CodeFile, CodeFile__Output as _iteron_v1_CodeFile__Output } from '../../iteron/v1/CodeFile.ts';
import type { GitState as _iteron_v1_GitState, GitState__Output as _iteron_v1_GitState__Output } from '../../iteron/v1/GitState.ts';
import type { Long } from '@grpc/proto-loader';

export interface ModuleVersion {
  /**
   * `<module id>@<version>`.
   */
  'id'?: (string);
  /**
   * Id of the module.
   */
  'module'?: (string);
  /**
   * Name of the module.
   */
  'name'?: (string);
  /**
   * Counts from 1.
   */
  'version'?: (number);
  /**
   * The specification as JSON, with all defaults filled in.
   */
  'specJson'?: (string);
  /**
   * Digest of program files (or image) and specification.
   */
  'digest'?: (string);
  /**
   * The program files.
   */
  'code'?: (_iteron_v1_CodeFile)[];
  /**
   * State of the working copy it was registered from; absent if that was none.
   */
  'git'?: (_iteron_v1_GitState | null);
  /**
   * When it was made.
   */
  'createdAtMs'?: (number | string | Long);
}

export interface ModuleVersion__Output {
  /**
   * `<module id>@<version>`.
   */
  'id': (string);
  /**
   * Id of the module.
   */
  'module': (string);
  /**
   * Name of the module.
   */
  'name': (string);
  /**
   * Counts from 1.
   */
  'version': (number);
  /**
   * The specification as JSON, with all defaults filled in.
   */
  'specJson': (string);
  /**
   * Digest of program files (or image) and specification.
   */
  'digest': (string);
  /**
   * The program files.
   */
  'code': (_iteron_v1_CodeFile__Output)[];
  /**
   * State of the working copy it was registered from; absent if that was none.
   */
  'git': (_iteron_v1_GitState__Output | null);
  /**
   * When it was made.
   */
  'createdAtMs': (number);
}
