import { randomFillSync } from 'node:crypto'
import type { Clock, Ids } from './ports/clock.ts'

let origin = performance.timeOrigin

/**
 * The wall clock with fractions of a millisecond: the monotonic one, set right whenever the two are more than 5 ms
 * apart.
 */
function now(): number {
  const precise = origin + performance.now()
  const wall = Date.now()
  if (Math.abs(precise - wall) <= 5) return precise
  origin += wall - precise
  return wall
}

/** The machine's time. */
export const systemClock: Clock = {
  now,
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve()
        return
      }
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, Math.min(ms, 2 ** 31 - 1))
      timer.unref()
      signal?.addEventListener('abort', done, { once: true })
    }),
}

const ID_BYTES = 16
/** Asking the system for many at once costs hardly more than for one. */
const pool = Buffer.alloc(256 * ID_BYTES)
let used = pool.length

function random(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += ID_BYTES
  return pool.toString('hex', used - ID_BYTES, used)
}

export const randomIds: Ids = {
  random,
  jitter: () => Math.random(),
}
