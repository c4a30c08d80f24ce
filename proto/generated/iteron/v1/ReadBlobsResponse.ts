// Original file: iteron/v1/backup.proto


export interface _iteron_v1_ReadBlobsResponse_Problem {
  /**
   * Name of a gRPC status.
   */
  'code'?: (string);
  'message'?: (string);
}

export interface _iteron_v1_ReadBlobsResponse_Problem__Output {
  /**
   * Name of a gRPC status.
   */
  'code': (string);
  'message': (string);
}

export interface ReadBlobsResponse {
  /**
   * Which of the keys, from 0.
   */
  'index'?: (number);
  /**
   * The next bytes of the file; empty with `end` and `problem`.
   */
  'chunk'?: (Buffer | Uint8Array | string);
  /**
   * The file is complete.
   */
  'end'?: (boolean);
  /**
   * The file can't be read, or no further: why. The next one follows.
   */
  'problem'?: (_iteron_v1_ReadBlobsResponse_Problem | null);
  '_problem'?: "problem";
}

export interface ReadBlobsResponse__Output {
  /**
   * Which of the keys, from 0.
   */
  'index': (number);
  /**
   * The next bytes of the file; empty with `end` and `problem`.
   */
  'chunk': (Buffer);
  /**
   * The file is complete.
   */
  'end': (boolean);
  /**
   * The file can't be read, or no further: why. The next one follows.
   */
  'problem'?: (_iteron_v1_ReadBlobsResponse_Problem__Output | null);
  '_problem'?: "problem";
}
