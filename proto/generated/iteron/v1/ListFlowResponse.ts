// Original file: iteron/v1/traces.proto


export interface ListFlowResponse {
  /**
   * One JSON object each: `_id`, `id`, `context`, and `files`, `data`, or `desc`, `logs`, `succeeded`, by
   * `context.documentType` (`eventMeta`, `insight` or `modulelogs`). Those of events in order
   * of time, then those of attempts.
   */
  'documentsJson'?: (string)[];
  /**
   * Empty: no more.
   */
  'nextPageToken'?: (string);
}

export interface ListFlowResponse__Output {
  /**
   * One JSON object each: `_id`, `id`, `context`, and `files`, `data`, or `desc`, `logs`, `succeeded`, by
   * `context.documentType` (`eventMeta`, `insight` or `modulelogs`). Those of events in order
   * of time, then those of attempts.
   */
  'documentsJson': (string)[];
  /**
   * Empty: no more.
   */
  'nextPageToken': (string);
}
