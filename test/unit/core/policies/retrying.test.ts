import { describe, expect, it } from '@jest/globals'
import { Readable } from 'node:stream'
import { memoryBlobStore } from '../../../../adapters/memory/blob-store.ts'
import { IteronError } from '../../../../core/errors.ts'
import { retrying, retryingBlobStore, type RetryOptions } from '../../../../core/policies/retrying.ts'
import type { Clock } from '../../../../core/ports/clock.ts'

/** Time that passes by sleeping alone. */
class SleptTime implements Clock {
  readonly slept: number[] = []
  onSleep: () => void = () => undefined

  now(): number {
    return this.monotonic()
  }

  monotonic(): number {
    return this.slept.reduce((sum, ms) => sum + ms, 0)
  }

  async sleep(ms: number): Promise<void> {
    this.slept.push(ms)
    this.onSleep()
  }
}

function options(clock: Clock, jitter = 1): RetryOptions {
  return { attempts: 5, initialMs: 100, factor: 3, maxMs: 1000, clock, ids: { jitter: () => jitter } }
}

/** Fails so many times, then counts its calls. */
function failing(times: number, error: Error): { call: () => Promise<number>; calls: () => number } {
  let calls = 0
  const call = async () => {
    calls++
    if (calls <= times) throw error
    return calls
  }
  return { call, calls: () => calls }
}

const unavailable = new IteronError('UNAVAILABLE', 'the store is away')

describe('retrying', () => {
  it('waits longer each time, up to the longest', async () => {
    const clock = new SleptTime()
    expect(await retrying(failing(4, unavailable).call, options(clock))).toBe(5)
    expect(clock.slept).toEqual([100, 300, 900, 1000])
  })

  it('waits at least half of it, by jitter', async () => {
    const clock = new SleptTime()
    await retrying(failing(2, unavailable).call, options(clock, 0))
    expect(clock.slept).toEqual([50, 150])
  })

  it('gives the last error when the tries are spent', async () => {
    const clock = new SleptTime()
    const { call, calls } = failing(9, unavailable)
    await expect(retrying(call, options(clock))).rejects.toBe(unavailable)
    expect(calls()).toBe(5)
  })

  it.each([
    new IteronError('NOT_FOUND', 'no'),
    new Error('a bug'),
    new IteronError('UNAVAILABLE', 'x', { retryable: false }),
  ])('does not try again after %p', async (error) => {
    const clock = new SleptTime()
    await expect(retrying(failing(1, error).call, options(clock))).rejects.toBe(error)
    expect(clock.slept).toEqual([])
  })

  it('stops when it is aborted while it waits', async () => {
    const clock = new SleptTime()
    const controller = new AbortController()
    clock.onSleep = () => controller.abort()
    const { call, calls } = failing(1, unavailable)
    await expect(retrying(call, { ...options(clock), signal: controller.signal })).rejects.toBe(unavailable)
    expect(calls()).toBe(1)
  })
})

describe('a retrying blob store', () => {
  it('repeats a put of bytes, and not that of a stream', async () => {
    const clock = new SleptTime()
    const inner = memoryBlobStore()
    let left = 2
    const flaky = new Proxy(inner, {
      get: (target, property) => {
        if (property === 'put' && left-- > 0) return () => Promise.reject(unavailable)
        const member: unknown = Reflect.get(target, property, target)
        return typeof member === 'function' ? (member.bind(target) as unknown) : member
      },
    })
    const store = retryingBlobStore(flaky, options(clock))
    await store.open()
    await store.put('a', { bytes: Buffer.from('x') })
    expect(clock.slept).toHaveLength(2)
    left = 1
    await expect(store.put('b', { stream: Readable.from(['x']) })).rejects.toBe(unavailable)
    expect(await store.stat('a')).toMatchObject({ size: 1 })
    expect(await store.stat('b')).toBeUndefined()
  })
})
