import { expect, test } from '@jest/globals'
import { ProgressLine } from '../../../cli/progress-line.ts'
import { Captured } from './captured-io.ts'

test.each([
  [0, 'ten files'],
  [5, 'ten '],
])('on a terminal of %i columns the line is cut so that it stays one', (columns, shown) => {
  const stream = Object.assign(new Captured(true), { columns })
  const line = new ProgressLine(stream)
  line.show(() => 'ten files')
  expect(stream.text).toBe(`\r${shown}`)
  line.clear()
  expect(stream.text.endsWith(`\r${' '.repeat(shown.length)}\r`)).toBe(true)
})

test('nothing is shown where there is no terminal', () => {
  const stream = new Captured()
  new ProgressLine(stream).show(() => 'ten files')
  expect(stream.text).toBe('')
})
