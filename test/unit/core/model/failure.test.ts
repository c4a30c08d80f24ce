import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  backoffMs,
  counts,
  decideRetry,
  FAILURE_CLASSES,
  MAX_LOSSES,
  MAX_PASSING_TRIES,
  MAX_STAGING_TRIES,
  type RetryPolicy,
} from '../../../../core/model/failure.ts'

const policy: RetryPolicy = { count: 2, initialMs: 1000, factor: 2, maxMs: 300_000 }
const none = { counted: 0, losses: 0, staging: 0 }

describe('whether a job is tried again', () => {
  test.each(['exit', 'timeout', 'memory', 'commit'] as const)(
    '%s: as often as its module says',
    (failure) => {
      expect(decideRetry({ class: failure }, { ...none, counted: 1 }, policy, 0)).toEqual({
        again: true,
        afterMs: 500,
      })
      expect(decideRetry({ class: failure }, { ...none, counted: 2 }, policy, 0)).toEqual({
        again: true,
        afterMs: 1000,
      })
      expect(decideRetry({ class: failure }, { ...none, counted: 3 }, policy, 0)).toEqual({ again: false })
      expect(counts(failure)).toBe(true)
    },
  )

  test('configuration: never', () => {
    expect(decideRetry({ class: 'configuration' }, { ...none, counted: 1 }, policy, 0)).toEqual({
      again: false,
    })
  })

  test('lost: at once, until it happens five times in a row, whatever the module says', () => {
    const lost = (losses: number) =>
      decideRetry({ class: 'lost' }, { ...none, losses }, { ...policy, count: 0 }, 0)
    expect(lost(MAX_LOSSES - 1)).toEqual({ again: true, afterMs: 0 })
    expect(lost(MAX_LOSSES)).toEqual({ again: false })
    expect(counts('lost')).toBe(false)
  })

  test('staging: later and later, without using up the tries of the module', () => {
    const staging = (n: number) =>
      decideRetry({ class: 'staging' }, { ...none, staging: n }, { ...policy, count: 0 }, 1)
    expect([1, 2, 3, 4].map(staging)).toEqual(
      [1000, 3000, 9000, 27_000].map((afterMs) => ({ again: true, afterMs })),
    )
    expect(staging(MAX_STAGING_TRIES)).toEqual({ again: false })
    expect(counts('staging')).toBe(false)
  })

  test('staging whose cause passes: for half a day and more', () => {
    const failure = { class: 'staging', passes: true } as const
    const tried = (n: number) => decideRetry(failure, { ...none, staging: n }, { ...policy, count: 0 }, 1)
    expect(tried(MAX_STAGING_TRIES)).toEqual({ again: true, afterMs: 60_000 })
    expect(tried(MAX_PASSING_TRIES - 1)).toEqual({ again: true, afterMs: 60_000 })
    expect(tried(MAX_PASSING_TRIES)).toEqual({ again: false })
  })
})

const policies = fc.record({
  count: fc.integer({ min: 0, max: 1000 }),
  initialMs: fc.integer({ min: 0, max: 86_400_000 }),
  factor: fc.double({ min: 1, max: 100, noNaN: true }),
  maxMs: fc.integer({ min: 0, max: 86_400_000 }),
})
const jitters = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('a delay is between one half and the whole of what the policy says, and grows', () => {
  fc.assert(
    fc.property(policies, jitters, fc.integer({ min: 1, max: 2000 }), (of, jitter, failures) => {
      const delay = backoffMs(failures, of, jitter)
      expect(delay).toBeGreaterThanOrEqual(Math.floor(Math.min(of.initialMs, of.maxMs) / 2))
      expect(delay).toBeLessThanOrEqual(of.maxMs)
      expect(backoffMs(failures + 1, of, jitter)).toBeGreaterThanOrEqual(delay)
    }),
  )
})

test('no delay stays no delay, however often it is multiplied', () => {
  expect(backoffMs(1000, { count: 1000, initialMs: 0, factor: 100, maxMs: 10 }, 0.5)).toBe(0)
})

test('every failure comes to an end', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FAILURE_CLASSES), policies, jitters, (failure, of, jitter) => {
      const n = of.count + MAX_LOSSES + MAX_STAGING_TRIES
      expect(decideRetry({ class: failure }, { counted: n, losses: n, staging: n }, of, jitter).again).toBe(
        false,
      )
    }),
  )
})
