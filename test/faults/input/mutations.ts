import fc from 'fast-check'

/** One change of some bytes, at a place between 0 and 1 of their length. */
export interface Edit {
  readonly how: 'flip' | 'insert' | 'overwrite' | 'remove' | 'repeat' | 'cut'
  readonly at: number
  readonly length: number
  readonly bytes: Uint8Array
}

const INTERESTING = [
  ...[[0], [0xff], [0x80], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x0d, 0x0a]],
  ...[[0x0d, 0x0a, 0x0d, 0x0a], [0x7f, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff, 0x0f], [0x5c], [0x22]],
].map((bytes) => Uint8Array.from(bytes))

const edit: fc.Arbitrary<Edit> = fc.record({
  how: fc.constantFrom<Edit['how']>('flip', 'insert', 'overwrite', 'remove', 'repeat', 'cut'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  length: fc.integer({ min: 1, max: 64 }),
  bytes: fc.oneof(fc.constantFrom(...INTERESTING), fc.uint8Array({ minLength: 1, maxLength: 16 })),
})

/** Valid bytes with some edits; shrinks towards few of them. */
export function mutated(valid: fc.Arbitrary<Uint8Array>, most = 6): fc.Arbitrary<Buffer> {
  return fc.tuple(valid, fc.array(edit, { maxLength: most })).map(([bytes, edits]) => applied(bytes, edits))
}

/** Mostly the bytes as they are, sometimes with edits. */
export function maybeMutated(valid: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Buffer> {
  return fc.oneof(
    { weight: 4, arbitrary: valid.map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: mutated(valid, 3) },
  )
}

function applied(bytes: Uint8Array, edits: readonly Edit[]): Buffer {
  return edits.reduce<Buffer>((result, one) => EDITS[one.how](result, one), Buffer.from(bytes))
}

const EDITS: Readonly<Record<Edit['how'], (bytes: Buffer, edit: Edit) => Buffer>> = {
  flip: (bytes, { at, length }) => {
    const result = Buffer.from(bytes)
    const place = placeOf(bytes, at)
    if (place < result.length) result[place] = (result[place] ?? 0) ^ (1 << (length % 8))
    return result
  },
  insert: (bytes, { at, bytes: more }) => spliced(bytes, placeOf(bytes, at), 0, more),
  overwrite: (bytes, { at, bytes: more }) => spliced(bytes, placeOf(bytes, at), more.length, more),
  remove: (bytes, { at, length }) => spliced(bytes, placeOf(bytes, at), length, new Uint8Array()),
  repeat: (bytes, { at, length }) => {
    const place = placeOf(bytes, at)
    return spliced(bytes, place, 0, bytes.subarray(place, place + length))
  },
  cut: (bytes, { at }) => bytes.subarray(0, placeOf(bytes, at)),
}

function placeOf(bytes: Uint8Array, at: number): number {
  return Math.floor(at * bytes.length)
}

function spliced(bytes: Buffer, at: number, removed: number, more: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at + removed)])
}
