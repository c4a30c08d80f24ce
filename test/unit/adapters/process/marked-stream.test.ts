import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { MarkedStream } from '../../../../adapters/process/marked-stream.ts'

const TOKEN = 'c0ffee'

/** What comes out when the bytes come in pieces of the sizes. */
function read(bytes: Buffer, sizes: readonly number[]): { output: string; marks: [number, string][] } {
  const output: Buffer[] = []
  const marks: [number, string][] = []
  const stream = new MarkedStream(
    TOKEN,
    (chunk) => output.push(Buffer.from(chunk)),
    (mark) => marks.push([Buffer.concat(output).length, mark]),
  )
  let rest = bytes
  for (const size of sizes) {
    stream.write(rest.subarray(0, size))
    rest = rest.subarray(size)
  }
  stream.write(rest)
  stream.end()
  return { output: Buffer.concat(output).toString('latin1'), marks }
}

describe('marks in the output', () => {
  test('are told from it wherever they stand, in order', () => {
    const bytes = Buffer.from(`\x1e${TOKEN}S\none\ntwo\x1e${TOKEN}U\n\x1e${TOKEN}E127\nrest`)
    expect(read(bytes, [])).toEqual({
      output: 'one\ntworest',
      marks: [
        [0, 'S'],
        [7, 'U'],
        [7, 'E127'],
      ],
    })
  })

  test('what only begins like a mark is output', () => {
    const bytes = Buffer.from(`\x1e\x1ec0ffe\x1e${TOKEN.toUpperCase()}S\n\x1ec0f`)
    expect(read(bytes, [3, 4])).toEqual({ output: bytes.toString('latin1'), marks: [] })
  })

  test('output is handed on at once unless it may begin a mark', () => {
    const output: string[] = []
    const stream = new MarkedStream(
      TOKEN,
      (chunk) => output.push(chunk.toString()),
      () => undefined,
    )
    stream.write(Buffer.from('abc'))
    stream.write(Buffer.from('def\x1ec0'))
    expect(output).toEqual(['abc', 'def'])
  })

  test('the sizes of the pieces make no difference', () => {
    const part = fc.constantFrom(
      'a',
      '\n',
      '\x1e',
      TOKEN,
      TOKEN.slice(0, 3),
      `\x1e${TOKEN}E0\n`,
      `\x1e${TOKEN}S\n`,
    )
    const bytes = fc.array(part, { maxLength: 12 }).map((parts) => Buffer.from(parts.join('')))
    fc.assert(
      fc.property(bytes, fc.array(fc.nat({ max: 9 })), (content, sizes) => {
        expect(read(content, sizes)).toEqual(read(content, []))
      }),
    )
  })
})
