import { expect, test } from '@jest/globals'
import { logLines } from '../../../management-api/log-line.ts'

async function read(...chunks: Buffer[]) {
  const lines = []
  for await (const line of logLines(
    (async function* () {
      yield* chunks
    })(),
  ))
    lines.push(line)
  return lines
}

const STAMP = '2030-01-01T00:00:00.250Z'
const AT = Date.parse(STAMP)

test('each line has its time and its text, whatever the text holds', async () => {
  const texts = ['plain', '', ' indented', '10 %\r20 %', 'a\u2028b', STAMP]
  const log = Buffer.from(texts.map((text) => `${STAMP} ${text}\n`).join(''))
  expect(await read(log)).toEqual(texts.map((text) => ({ at: AT, text })))
})

test('a line, and a character, may be cut by the chunks', async () => {
  const log = Buffer.from(`${STAMP} grün ✓\n${STAMP} last`)
  for (let at = 0; at <= log.length; at += 1) {
    expect(await read(log.subarray(0, at), log.subarray(at))).toEqual([
      { at: AT, text: 'grün ✓' },
      { at: AT, text: 'last' },
    ])
  }
})

test('a line without a time is all text', async () => {
  expect(await read(Buffer.from('no time\n'))).toEqual([{ at: 0, text: 'no time' }])
})
