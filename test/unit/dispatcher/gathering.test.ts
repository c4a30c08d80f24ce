import { expect, test } from '@jest/globals'
import { Gathering } from '../../../dispatcher/gathering.ts'
import { ManualClock } from '../../conformance/manual-clock.ts'

const turn = () => new Promise(setImmediate)

function gathering() {
  const clock = new ManualClock()
  const gathered = new Gathering(clock, 25)
  const gone: string[] = []
  const come = (name: string) => gathered.wait().then(() => gone.push(name))
  return { clock, gathered, gone, come }
}

test('those who come within the time of the first go on together', async () => {
  const { clock, gone, come } = gathering()
  const all = [come('a')]
  clock.advance(24)
  all.push(come('b'))
  await turn()
  expect(gone).toEqual([])
  clock.advance(1)
  await Promise.all(all)
  expect(gone).toEqual(['a', 'b'])
})

test('who comes after a release waits for those after it, and the time begins anew', async () => {
  const { clock, gathered, gone, come } = gathering()
  const first = come('a')
  gathered.release()
  const second = come('b')
  await first
  await turn()
  expect(gone).toEqual(['a'])
  clock.advance(24)
  await turn()
  expect(gone).toEqual(['a'])
  clock.advance(1)
  await second
})

test('a release without anybody holds nobody up later', async () => {
  const { clock, gathered, gone, come } = gathering()
  gathered.release()
  const one = come('a')
  clock.advance(25)
  await one
  expect(gone).toEqual(['a'])
})
