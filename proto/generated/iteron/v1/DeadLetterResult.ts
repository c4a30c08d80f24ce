// Original file: iteron/v1/dead_letters.proto


export interface DeadLetterResult {
  /**
   * Id of the job, or of the message.
   */
  'id'?: (string);
  /**
   * `job` or `message`.
   */
  'kind'?: (string);
  /**
   * Whether it was done, or would be.
   */
  'done'?: (boolean);
  /**
   * Why not.
   */
  'reason'?: (string);
  /**
   * Key of the outside event at the top, for a job, or of the event that was published anew: what to wait for.
   */
  'root'?: (string);
  '_reason'?: "reason";
  '_root'?: "root";
}

export interface DeadLetterResult__Output {
  /**
   * Id of the job, or of the message.
   */
  'id': (string);
  /**
   * `job` or `message`.
   */
  'kind': (string);
  /**
   * Whether it was done, or would be.
   */
  'done': (boolean);
  /**
   * Why not.
   */
  'reason'?: (string);
  /**
   * Key of the outside event at the top, for a job, or of the event that was published anew: what to wait for.
   */
  'root'?: (string);
  '_reason'?: "reason";
  '_root'?: "root";
}
