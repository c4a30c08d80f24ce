// Original file: iteron/v1/modules.proto

import type { CodeFile as _iteron_v1_CodeFile, CodeFile__Output as _iteron_v1_CodeFile__Output } from '../../iteron/v1/CodeFile.ts';
import type { Long } from '@grpc/proto-loader';

export interface Module {
  /**
   * `<name>-<5 random characters>`. Names can be reused, ids never.
   */
  'id'?: (string);
  /**
   * Unique among the modules that exist.
   */
  'name'?: (string);
  /**
   * Counts from 1.
   */
  'version'?: (number);
  /**
   * `active`, `paused` or `deleted`.
   */
  'state'?: (string);
  /**
   * The specification as JSON, with all defaults filled in.
   */
  'specJson'?: (string);
  /**
   * Event types that it takes; for a join, the root's type.
   */
  'subscribes'?: (string)[];
  /**
   * Event types that it may raise.
   */
  'publishes'?: (string)[];
  /**
   * Name of the executor that runs it.
   */
  'executor'?: (string);
  /**
   * Digest of program files (or image) and specification.
   */
  'digest'?: (string);
  /**
   * The program files, as they were when this version was made.
   */
  'code'?: (_iteron_v1_CodeFile)[];
  /**
   * When it was registered.
   */
  'createdAtMs'?: (number | string | Long);
  /**
   * When it was last changed.
   */
  'updatedAtMs'?: (number | string | Long);
  /**
   * Warnings about the specification, one sentence each; only in the answer to a create or update.
   */
  'warnings'?: (string)[];
}

export interface Module__Output {
  /**
   * `<name>-<5 random characters>`. Names can be reused, ids never.
   */
  'id': (string);
  /**
   * Unique among the modules that exist.
   */
  'name': (string);
  /**
   * Counts from 1.
   */
  'version': (number);
  /**
   * `active`, `paused` or `deleted`.
   */
  'state': (string);
  /**
   * The specification as JSON, with all defaults filled in.
   */
  'specJson': (string);
  /**
   * Event types that it takes; for a join, the root's type.
   */
  'subscribes': (string)[];
  /**
   * Event types that it may raise.
   */
  'publishes': (string)[];
  /**
   * Name of the executor that runs it.
   */
  'executor': (string);
  /**
   * Digest of program files (or image) and specification.
   */
  'digest': (string);
  /**
   * The program files, as they were when this version was made.
   */
  'code': (_iteron_v1_CodeFile__Output)[];
  /**
   * When it was registered.
   */
  'createdAtMs': (number);
  /**
   * When it was last changed.
   */
  'updatedAtMs': (number);
  /**
   * Warnings about the specification, one sentence each; only in the answer to a create or update.
   */
  'warnings': (string)[];
}
