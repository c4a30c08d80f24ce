// Original file: iteron/v1/artifacts.proto

import type { File as _iteron_v1_File, File__Output as _iteron_v1_File__Output } from '../../iteron/v1/File.ts';
import type { Long } from '@grpc/proto-loader';

export interface Artifact {
  'id'?: (string);
  /**
   * Where it is in the blob store; ends in `/`.
   */
  'path'?: (string);
  /**
   * Name of the module that made it, or `client`.
   */
  'producer'?: (string);
  /**
   * Which of the attempt's outputs it is.
   */
  'slot'?: (string);
  /**
   * Id of the job that made it.
   */
  'job'?: (string);
  /**
   * Number of the attempt that made it.
   */
  'attempt'?: (number);
  /**
   * Id of the module that made it.
   */
  'module'?: (string);
  'moduleVersion'?: (number);
  'correlationId'?: (string);
  /**
   * How many files it has.
   */
  'fileCount'?: (number | string | Long);
  /**
   * Sum of their sizes.
   */
  'bytes'?: (number | string | Long);
  'createdAtMs'?: (number | string | Long);
  /**
   * When it was deleted: then this is a tombstone.
   */
  'deletedAtMs'?: (number | string | Long);
  /**
   * The first files by path: at most 1000, in lists at most 100. ListArtifactFiles has all.
   */
  'files'?: (_iteron_v1_File)[];
  '_job'?: "job";
  '_attempt'?: "attempt";
  '_module'?: "module";
  '_moduleVersion'?: "moduleVersion";
  '_correlationId'?: "correlationId";
  '_deletedAtMs'?: "deletedAtMs";
}

export interface Artifact__Output {
  'id': (string);
  /**
   * Where it is in the blob store; ends in `/`.
   */
  'path': (string);
  /**
   * Name of the module that made it, or `client`.
   */
  'producer': (string);
  /**
   * Which of the attempt's outputs it is.
   */
  'slot': (string);
  /**
   * Id of the job that made it.
   */
  'job'?: (string);
  /**
   * Number of the attempt that made it.
   */
  'attempt'?: (number);
  /**
   * Id of the module that made it.
   */
  'module'?: (string);
  'moduleVersion'?: (number);
  'correlationId'?: (string);
  /**
   * How many files it has.
   */
  'fileCount': (number);
  /**
   * Sum of their sizes.
   */
  'bytes': (number);
  'createdAtMs': (number);
  /**
   * When it was deleted: then this is a tombstone.
   */
  'deletedAtMs'?: (number);
  /**
   * The first files by path: at most 1000, in lists at most 100. ListArtifactFiles has all.
   */
  'files': (_iteron_v1_File__Output)[];
  '_job'?: "job";
  '_attempt'?: "attempt";
  '_module'?: "module";
  '_moduleVersion'?: "moduleVersion";
  '_correlationId'?: "correlationId";
  '_deletedAtMs'?: "deletedAtMs";
}
