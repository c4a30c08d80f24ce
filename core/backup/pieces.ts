import { createHash } from 'node:crypto'
import type { Document } from '../ports/document-store.ts'
import type { RecordsPart } from '../ports/snapshots.ts'

/** Lines of one collection. */
export interface Lines {
  readonly collection: string
  readonly lines: string[]
}

/** One document in so many ends a piece. */
const ONE_IN = 1000
const MAX_CHARACTERS = 4 * 1024 * 1024

/**
 * Cuts the records into pieces. Where one ends is decided by the ids of its documents: an insert or a change makes one
 * piece new, and all others are the ones of the snapshot before.
 */
export async function* piecesOf(parts: AsyncIterable<RecordsPart>): AsyncGenerator<Lines> {
  let lines: string[] = []
  let collection = ''
  let characters = 0
  for await (const part of parts) {
    if (part.collection !== collection && lines.length > 0) {
      yield { collection, lines }
      ;[lines, characters] = [[], 0]
    }
    collection = part.collection
    for (const line of part.documents) {
      lines.push(line)
      characters += line.length
      if (characters < MAX_CHARACTERS && !isLast(line)) continue
      yield { collection, lines }
      ;[lines, characters] = [[], 0]
    }
  }
  if (lines.length > 0) yield { collection, lines }
}

const ID_FIRST = /^\{"id":"([0-9A-Za-z.:_-]+)"/

function isLast(line: string): boolean {
  const id = ID_FIRST.exec(line)?.[1] ?? (JSON.parse(line) as Document).id
  return createHash('sha1').update(id).digest().readUInt32BE(0) % ONE_IN === 0
}
