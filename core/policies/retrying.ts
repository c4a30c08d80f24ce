import { isIteronError } from '../errors.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Clock, Ids } from '../ports/clock.ts'

export interface RetryOptions {
  /** Tries in all, at least 1. */
  readonly attempts: number
  /** Longest wait before the second try, milliseconds; each further one is `factor` times longer. */
  readonly initialMs: number
  readonly factor: number
  /** Longest wait of all, milliseconds. */
  readonly maxMs: number
  readonly clock: Clock
  readonly ids: Pick<Ids, 'jitter'>
  /** Ends the waiting: the last error comes out. */
  readonly signal?: AbortSignal
}

/**
 * Calls until it succeeds, fails with what isn't retryable, or the tries are spent: then the last error comes out as it
 * is. Waits
 * between half of and the whole backoff, so that those who failed together don't come back together.
 */
export async function retrying<T>(call: () => Promise<T>, options: RetryOptions): Promise<T> {
  const ended = () => options.signal?.aborted === true
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      const again = isIteronError(error) && error.retryable && attempt < options.attempts
      if (!again || ended()) throw error
      await options.clock.sleep(delayBefore(attempt + 1, options), options.signal)
      if (ended()) throw error
    }
  }
}

/**
 * The store, each call that can be repeated retried: all but the put of a stream, which is read only once, and a
 * `list`, which has
 * begun. A put that was done but not acknowledged is refused when it comes again with `ifAbsent`: `putOnce`, above
 * this, sees
 * that the bytes are the same.
 */
export function retryingBlobStore(store: BlobStore, options: Omit<RetryOptions, 'signal'>): BlobStore {
  const again = <T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> =>
    retrying(call, signal ? { ...options, signal } : options)
  return {
    capabilities: store.capabilities,
    open: () => again(() => store.open()),
    put: (key, source, put) =>
      'stream' in source
        ? store.put(key, source, put)
        : again(() => store.put(key, source, put), put?.signal),
    read: (key, range, signal) => again(() => store.read(key, range, signal), signal),
    download: (key, path, signal) => again(() => store.download(key, path, signal), signal),
    stat: (key) => again(() => store.stat(key)),
    list: (prefix, signal) => store.list(prefix, signal),
    delete: (keys) => again(() => store.delete(keys)),
    signedUrl: (key, expiresInMs) => again(() => store.signedUrl(key, expiresInMs)),
    sync: (keys) => again(() => store.sync(keys)),
    close: () => store.close(),
  }
}

function delayBefore(attempt: number, { initialMs, factor, maxMs, ids }: RetryOptions): number {
  const longest = Math.min(maxMs, initialMs * factor ** (attempt - 2))
  return longest * (0.5 + ids.jitter() / 2)
}
