// Original file: iteron/v1/lineage.proto

import type { Long } from '@grpc/proto-loader';

export interface LineageNode {
  /**
   * Unique in the answer: `<kind>:<id>`.
   */
  'key'?: (string);
  /**
   * `artifact`, `job` or `event`.
   */
  'kind'?: (string);
  /**
   * Id of the artifact or job; key of the event.
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
   * What is known about it: for a job `module`, `module_id`, `version`, `digest`, `state`; for an event `id`, `source`, `type`;
   * for an artifact `path`, `producer`, `files`, `bytes`, `deleted_at_ms`, and `file` if the question was about one file.
   */
  'attributes'?: ({[key: string]: string});
}

export interface LineageNode__Output {
  /**
   * Unique in the answer: `<kind>:<id>`.
   */
  'key': (string);
  /**
   * `artifact`, `job` or `event`.
   */
  'kind': (string);
  /**
   * Id of the artifact or job; key of the event.
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
   * What is known about it: for a job `module`, `module_id`, `version`, `digest`, `state`; for an event `id`, `source`, `type`;
   * for an artifact `path`, `producer`, `files`, `bytes`, `deleted_at_ms`, and `file` if the question was about one file.
   */
  'attributes': ({[key: string]: string});
}
