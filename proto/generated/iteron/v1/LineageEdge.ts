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
   * `used`, `generated`, `raised`, `caused` or `carried`.
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
   * `used`, `generated`, `raised`, `caused` or `carried`.
   */
  'kind': (string);
}
