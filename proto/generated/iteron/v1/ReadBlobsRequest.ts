// Original file: iteron/v1/backup.proto


export interface ReadBlobsRequest {
  /**
   * At most 1,000.
   */
  'keys'?: (string)[];
}

export interface ReadBlobsRequest__Output {
  /**
   * At most 1,000.
   */
  'keys': (string)[];
}
