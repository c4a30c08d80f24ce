import { describe, expect, it } from '@jest/globals'
import { memoryBlobStore } from '../../../../adapters/memory/blob-store.ts'
import { instrumented, type ObservedCall } from '../../../../core/policies/instrumented.ts'

describe('an instrumented port', () => {
  it('reports method, duration and error code of each call, and changes nothing else', async () => {
    const calls: ObservedCall[] = []
    let time = 0
    const clock = { monotonic: () => (time += 5) }
    const store = instrumented(memoryBlobStore(), (call) => calls.push(call), clock)
    await store.open()
    const { size } = await store.put('a', { bytes: Buffer.from('abc') })
    await expect(store.read('b')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const keys: string[] = []
    for await (const { key } of store.list('')) keys.push(key)
    expect([size, keys, store.capabilities.move]).toEqual([3, ['a'], false])
    expect(calls).toEqual([
      { method: 'open', durationMs: 5 },
      { method: 'put', durationMs: 5 },
      { method: 'read', durationMs: 5, error: 'NOT_FOUND' },
    ])
  })
})
