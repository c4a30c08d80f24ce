import { describe, expect, test } from '@jest/globals'
import { digestOf } from '../../../../core/model/identity.ts'
import { piecesOf } from '../../../../core/backup/pieces.ts'
import { digestOfLines } from '../../../../core/backup/stores.ts'
import type { RecordsPart } from '../../../../core/ports/snapshots.ts'

function documents(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, n) => JSON.stringify({ id: digestOf(`${from + n}`), n }))
}

async function cut(collection: string, lines: readonly string[], size = 100) {
  async function* parts(): AsyncGenerator<RecordsPart> {
    for (let n = 0; n < lines.length; n += size) yield { collection, documents: lines.slice(n, n + size) }
  }
  const pieces: { collection: string; lines: string[] }[] = []
  for await (const piece of piecesOf(parts())) pieces.push(piece)
  return pieces
}

describe('pieces of records', () => {
  test('they are all of it, in order, however it came in parts', async () => {
    const lines = documents(20_000)
    const pieces = await cut('events', lines, 77)
    expect(pieces.flatMap((piece) => piece.lines)).toEqual(lines)
    expect(pieces.length).toBeGreaterThan(5)
    expect(await cut('events', lines, 5000)).toEqual(pieces)
  })

  test('what is inserted, changed or removed makes one piece new, or two', async () => {
    const lines = documents(20_000)
    const pieces = await cut('events', lines)
    const known = new Set(pieces.map((piece) => digestOfLines(piece.lines)))
    const fresh = async (changed: readonly string[]) =>
      (await cut('events', changed)).filter((piece) => !known.has(digestOfLines(piece.lines))).length
    expect([1, 2]).toContain(await fresh([...lines, ...documents(3, 20_000)]))
    const lastOfPiece = pieces[0]!.lines.length - 1
    for (const n of [lastOfPiece, 9000]) {
      const changed = lines.with(n, lines[n]!.replace('}', ',"more":1}'))
      expect([await fresh(changed), (await cut('events', changed)).length]).toEqual([1, pieces.length])
    }
    expect([1, 2]).toContain(await fresh(lines.toSpliced(9000, 1)))
  })

  test('a large piece ends by its size', async () => {
    const large = documents(100).map((line) => line.replace('}', `,"text":"${'x'.repeat(100_000)}"}`))
    const pieces = await cut('events', large)
    expect(pieces.flatMap(({ lines }) => lines)).toEqual(large)
    for (const { lines } of pieces) expect(lines.join('').length).toBeLessThan(4.2 * 1024 * 1024)
  })

  test('no piece has documents of two collections', async () => {
    async function* parts(): AsyncGenerator<RecordsPart> {
      yield { collection: 'a', documents: documents(2) }
      yield { collection: 'b', documents: documents(2) }
    }
    const found: string[] = []
    for await (const { collection, lines } of piecesOf(parts())) found.push(`${collection} ${lines.length}`)
    expect(found).toEqual(['a 2', 'b 2'])
  })
})
