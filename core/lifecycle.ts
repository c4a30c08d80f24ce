/**
 * The one lifecycle of everything that runs: `start` begins work, `stop` ends it and waits until it has ended. `stop`
 * may be
 * called before `start`, and twice.
 */
export interface Service {
  start(): Promise<void>
  stop(): Promise<void>
}
