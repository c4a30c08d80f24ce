import { expect, test } from '@jest/globals'
import { inParallel } from '../../../core/parallel.ts'

test('work is bounded, and items are taken only as there is room', async () => {
  let taken = 0
  let running = 0
  let most = 0
  async function* items(): AsyncGenerator<number> {
    for (; taken < 50; taken += 1) yield taken
  }
  const done: number[] = []
  await inParallel(items(), 4, async (item) => {
    running += 1
    most = Math.max(most, running)
    expect(taken - done.length).toBeLessThanOrEqual(4)
    await new Promise(setImmediate)
    running -= 1
    done.push(item)
  })
  expect(most).toBe(4)
  expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n))
})

test('the first item that fails decides, also when a later one failed before it', async () => {
  const begun: number[] = []
  let fail: () => void = () => undefined
  const late = new Promise<void>((_, reject) => (fail = () => reject(new Error('item 1'))))
  const work = async (item: number) => {
    begun.push(item)
    if (item === 1) return late
    if (item !== 2) return
    setImmediate(fail)
    throw new Error('item 2')
  }
  await expect(inParallel([0, 1, 2, 3, 4, 5], 2, work)).rejects.toThrow('item 1')
  expect(begun).toEqual([0, 1, 2])
})

test('an error of the source and the end of the signal come out', async () => {
  async function* broken(): AsyncGenerator<number> {
    yield 1
    throw new Error('broken')
  }
  await expect(inParallel(broken(), 3, async () => undefined)).rejects.toThrow('broken')
  await expect(inParallel([1], 3, async () => undefined, AbortSignal.abort())).rejects.toMatchObject({
    name: 'AbortError',
  })
})
