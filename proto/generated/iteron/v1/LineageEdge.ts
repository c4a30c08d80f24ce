// Original file: iteron/v1/lineage.proto


export interface LineageEdge {
  /**
   * Key of the node that came first.
   */
  'from'?: (string);
  /**
   * Key of the node that came of it.
   */
  'to'?: (string);
  /**
   * `used` (artifact to job), `generated` (job to artifact), `raised` (job to event), `took` and `collected` (event to job),
   * `carried` (artifact to event) or `copied` (event to event).
   */
  'kind'?: (string);
}

export interface LineageEdge__Output {
  /**
   * Key of the node that came first.
   */
  'from': (string);
  /**
   * Key of the node that came of it.
   */
  'to': (string);
  /**
   * `used` (artifact to job), `generated` (job to artifact), `raised` (job to event), `took` and `collected` (event to job),
   * `carried` (artifact to event) or `copied` (event to event).
   */
  'kind': (string);
}
