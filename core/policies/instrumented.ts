import { codeOf, type ErrorCode } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'

/** One call that ended. */
export interface ObservedCall {
  readonly method: string
  /** Milliseconds until the promise was settled. */
  readonly durationMs: number
  /** Absent if it succeeded. */
  readonly error?: ErrorCode
}

/**
 * The port, each method that returns a promise reported when it is settled; `observe` must not throw. What returns an
 * iterable is
 * passed on: its time is its reader's.
 */
export function instrumented<T extends object>(
  port: T,
  observe: (call: ObservedCall) => void,
  clock: Pick<Clock, 'monotonic'>,
): T {
  const wrapped = new Map<PropertyKey, unknown>()
  return new Proxy(port, {
    get(target, property) {
      // the target itself as receiver: its private fields aren't the proxy's
      const member: unknown = Reflect.get(target, property, target)
      if (typeof member !== 'function') return member
      const known = wrapped.get(property)
      if (known !== undefined) return known
      const timed = timedMethod(member.bind(target) as Method, String(property), observe, clock)
      wrapped.set(property, timed)
      return timed
    },
  })
}

type Method = (...args: unknown[]) => unknown

function timedMethod(
  call: Method,
  method: string,
  observe: (call: ObservedCall) => void,
  clock: Pick<Clock, 'monotonic'>,
): Method {
  return (...args) => {
    const start = clock.monotonic()
    const report = (error?: ErrorCode) =>
      observe({ method, durationMs: clock.monotonic() - start, ...(error === undefined ? {} : { error }) })
    const result = call(...args)
    if (!(result instanceof Promise)) return result
    return result.then(
      (value: unknown) => {
        report()
        return value
      },
      (error: unknown) => {
        report(codeOf(error))
        throw error
      },
    )
  }
}
