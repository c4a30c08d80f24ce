import { expect, test } from '@jest/globals'
import { Backlog } from '../../../handler/backlog.ts'

test('a few pieces are under way at a time, few wait, and who adds more waits', async () => {
  const backlog = new Backlog(2, 3)
  const begun: (() => void)[] = []
  const piece = () => new Promise<void>((resolve) => begun.push(resolve))
  for (let n = 0; n < 5; n += 1) await backlog.add(piece)
  expect(begun).toHaveLength(2)
  let taken = false
  const sixth = backlog.add(piece).then(() => (taken = true))
  await new Promise(setImmediate)
  expect(taken).toBe(false)
  begun[0]?.()
  await sixth
  expect(begun).toHaveLength(3)
  const drained = backlog.drained()
  for (let n = 1; n < 6; n += 1) {
    begun[n]?.()
    await new Promise(setImmediate)
  }
  await drained
  expect(begun).toHaveLength(6)
})
