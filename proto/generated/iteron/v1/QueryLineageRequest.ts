// Original file: iteron/v1/lineage.proto


export interface QueryLineageRequest {
  /**
   * Id of an artifact, event or job (or a prefix), a digest `sha256:…`, or `ARTIFACT:PATH`.
   */
  'subject'?: (string);
  /**
   * `up` or `down`.
   */
  'direction'?: (string);
  /**
   * How many steps; 0: any number.
   */
  'depth'?: (number);
  /**
   * At most so many nodes; 0: 100. Up to 5,000, fewer where names are long: each page walks again what came before it.
   */
  'pageSize'?: (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken'?: (string);
}

export interface QueryLineageRequest__Output {
  /**
   * Id of an artifact, event or job (or a prefix), a digest `sha256:…`, or `ARTIFACT:PATH`.
   */
  'subject': (string);
  /**
   * `up` or `down`.
   */
  'direction': (string);
  /**
   * How many steps; 0: any number.
   */
  'depth': (number);
  /**
   * At most so many nodes; 0: 100. Up to 5,000, fewer where names are long: each page walks again what came before it.
   */
  'pageSize': (number);
  /**
   * `next_page_token` of the page before.
   */
  'pageToken': (string);
}
