// Original file: iteron/v1/server.proto


/**
 * An adapter in use.
 */
export interface Port {
  'name'?: (string);
  /**
   * Without credentials.
   */
  'url'?: (string);
  /**
   * What the adapter can do, as a JSON object.
   */
  'capabilitiesJson'?: (string);
}

/**
 * An adapter in use.
 */
export interface Port__Output {
  'name': (string);
  /**
   * Without credentials.
   */
  'url': (string);
  /**
   * What the adapter can do, as a JSON object.
   */
  'capabilitiesJson': (string);
}
