// Original file: iteron/v1/lineage.proto

import type { Long } from '@grpc/proto-loader';

export interface LineageNode {
  /**
   * Unique in the answer: `<kind>:<id>`.
   */
  'key'?: (string);
  /**
   * `artifact`, `file`, `job` or `event`.
   */
  'kind'?: (string);
  /**
   * Id of the artifact, job or event (its key); for a file `ARTIFACT:PATH`.
   */
  'id'?: (string);
  /**
   * For people: path, event type or module name.
   */
  'label'?: (string);
  /**
   * Steps from the subject; 0 for itself.
   */
  'depth'?: (number);
  /**
   * When it was made.
   */
  'atMs'?: (number | string | Long);
  /**
   * What is known about it: for a job `module`, `version`, `state`; for a file `digest`, `size`; for an event `id`, `source`,
   * `type`; for an artifact `producer`, `files`, `deleted`.
   */
  'attributes'?: ({[key: string]: string});
}

export interface LineageNode__Output {
  /**
   * Unique in the answer: `<kind>:<id>`.
   */
  'key': (string);
  /**
   * `artifact`, `file`, `job` or `event`.
   */
  'kind': (string);
  /**
   * Id of the artifact, job or event (its key); for a file `ARTIFACT:PATH`.
   */
  'id': (string);
  /**
   * For people: path, event type or module name.
   */
  'label': (string);
  /**
   * Steps from the subject; 0 for itself.
   */
  'depth': (number);
  /**
   * When it was made.
   */
  'atMs': (number);
  /**
   * What is known about it: for a job `module`, `version`, `state`; for a file `digest`, `size`; for an event `id`, `source`,
   * `type`; for an artifact `producer`, `files`, `deleted`.
   */
  'attributes': ({[key: string]: string});
}
