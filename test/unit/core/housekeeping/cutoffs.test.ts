import { expect, test } from '@jest/globals'
import { cutoffsOf } from '../../../../core/housekeeping/cutoffs.ts'
import { Selection } from '../../../../core/housekeeping/selection.ts'
import { catalogWith, NOW, type Thing } from './things.ts'

const THINGS = 1000
const RULES = [{ what: 'events' as const, maxCount: 900 }]

function events(): Thing[] {
  return Array.from({ length: THINGS }, (_, n) => {
    return { id: `e${String(n)}`, what: 'events', ago: n, bytes: 0, module: -1, type: 'T', gone: false }
  })
}

test('what is counted to be kept is walked over with rests, and no further when nobody waits any more', async () => {
  const catalog = await catalogWith([], events())
  const selection = await Selection.over(catalog, RULES)
  const over = new AbortController()
  let rests = 0
  const pause = () => {
    rests += 1
    return Promise.resolve()
  }
  const cutoffs = () =>
    cutoffsOf(catalog.context.store, 'events', selection, NOW, { pause, signal: over.signal })
  expect((await cutoffs()).latest).toBe(NOW - 900)
  expect(rests).toBe(4)
  over.abort()
  expect((await cutoffs()).latest).toBeUndefined()
  expect(rests).toBe(4)
})
