// Original file: iteron/v1/server.proto


export interface Finding {
  /**
   * Name of the invariant that is broken.
   */
  'check'?: (string);
  /**
   * What was found.
   */
  'message'?: (string);
  /**
   * What it is about: an id or key.
   */
  'subject'?: (string);
  /**
   * What to do about it; empty for a note.
   */
  'remedy'?: (string);
  /**
   * Worth knowing, and nothing broken.
   */
  'note'?: (boolean);
}

export interface Finding__Output {
  /**
   * Name of the invariant that is broken.
   */
  'check': (string);
  /**
   * What was found.
   */
  'message': (string);
  /**
   * What it is about: an id or key.
   */
  'subject': (string);
  /**
   * What to do about it; empty for a note.
   */
  'remedy': (string);
  /**
   * Worth knowing, and nothing broken.
   */
  'note': (boolean);
}
