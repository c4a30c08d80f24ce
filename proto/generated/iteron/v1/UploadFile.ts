// Original file: iteron/v1/artifacts.proto


export interface UploadFile {
  /**
   * Relative, parts separated by `/`.
   */
  'path'?: (string);
  /**
   * If it is known: other bytes are refused with DATA_LOSS.
   */
  'digest'?: (string);
  '_digest'?: "digest";
}

export interface UploadFile__Output {
  /**
   * Relative, parts separated by `/`.
   */
  'path': (string);
  /**
   * If it is known: other bytes are refused with DATA_LOSS.
   */
  'digest'?: (string);
  '_digest'?: "digest";
}
