// Original file: iteron/v1/artifacts.proto


export interface UploadHeader {
  /**
   * Which set of files it is; empty: `files`.
   */
  'slot'?: (string);
  /**
   * The trace it belongs to; may be empty.
   */
  'correlationId'?: (string);
}

export interface UploadHeader__Output {
  /**
   * Which set of files it is; empty: `files`.
   */
  'slot': (string);
  /**
   * The trace it belongs to; may be empty.
   */
  'correlationId': (string);
}
