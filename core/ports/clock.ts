/**
 * Time, injected so that tests and the protocol's model decide it.
 *
 * `now` is for people and records and may jump; whatever measures or waits uses `monotonic`.
 */
export interface Clock {
  /** Wall clock, milliseconds since 1970. */
  now(): number
  /** Milliseconds that only grow, from an origin that means nothing. */
  monotonic(): number
  /** Resolves after `ms`, or at once when `signal` is aborted; never rejects. Doesn't keep the process alive. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Random ids, injected for the same reason. */
export interface Ids {
  /** 128 random bits as 32 hex digits. */
  random(): string
  /** A number in [0, 1), for jitter. */
  jitter(): number
}
