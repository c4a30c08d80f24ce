// Original file: iteron/v1/events.proto


/**
 * Why a module took an event or did not.
 */
export interface Route {
  /**
   * Id of the module.
   */
  'module'?: (string);
  /**
   * Name of the module.
   */
  'name'?: (string);
  /**
   * Whether it got a job.
   */
  'wanted'?: (boolean);
  /**
   * The job joins the scope that this event roots.
   */
  'join'?: (boolean);
  /**
   * Why it isn't wanted.
   */
  'reason'?: (string);
  '_reason'?: "reason";
}

/**
 * Why a module took an event or did not.
 */
export interface Route__Output {
  /**
   * Id of the module.
   */
  'module': (string);
  /**
   * Name of the module.
   */
  'name': (string);
  /**
   * Whether it got a job.
   */
  'wanted': (boolean);
  /**
   * The job joins the scope that this event roots.
   */
  'join': (boolean);
  /**
   * Why it isn't wanted.
   */
  'reason'?: (string);
  '_reason'?: "reason";
}
