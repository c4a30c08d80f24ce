// Original file: ion.proto


export interface ModuleCreateRequest {
  /**
   * Name of the module.
   */
  'modulename'?: (string);
  /**
   * Event types that it takes, separated by commas.
   */
  'eventsubscriptions'?: (string);
  /**
   * Event types that it may raise, separated by commas.
   */
  'eventpublications'?: (string);
  /**
   * Container image; with the provider `local`, a command line for /bin/sh.
   */
  'moduleimage'?: (string);
  /**
   * Image of the handler, kept for executors that need one.
   */
  'handlerimage'?: (string);
  /**
   * Jobs at once, at most; 0: no limit of its own.
   */
  'instancecount'?: (number);
  /**
   * Further tries after the first.
   */
  'retrycount'?: (number);
  /**
   * Name of the executor; empty: `local`.
   */
  'provider'?: (string);
  /**
   * Longest time of the module, minutes; 0: no limit.
   */
  'maxexecutiontimemins'?: (number);
  /**
   * Environment variables of the module.
   */
  'configmap'?: ({[key: string]: string});
}

export interface ModuleCreateRequest__Output {
  /**
   * Name of the module.
   */
  'modulename': (string);
  /**
   * Event types that it takes, separated by commas.
   */
  'eventsubscriptions': (string);
  /**
   * Event types that it may raise, separated by commas.
   */
  'eventpublications': (string);
  /**
   * Container image; with the provider `local`, a command line for /bin/sh.
   */
  'moduleimage': (string);
  /**
   * Image of the handler, kept for executors that need one.
   */
  'handlerimage': (string);
  /**
   * Jobs at once, at most; 0: no limit of its own.
   */
  'instancecount': (number);
  /**
   * Further tries after the first.
   */
  'retrycount': (number);
  /**
   * Name of the executor; empty: `local`.
   */
  'provider': (string);
  /**
   * Longest time of the module, minutes; 0: no limit.
   */
  'maxexecutiontimemins': (number);
  /**
   * Environment variables of the module.
   */
  'configmap': ({[key: string]: string});
}
