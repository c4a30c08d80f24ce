import fc from 'fast-check'

const NAMES = [
  ...['', 'a', '\0', 'a\0b', '\n', '\r\n', '\u007f', '\ufeff', '\ud800', 'a\udfffb', '😀', 'ﷺ', '\u202e'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'length', '$where'],
  ...['scopes', 'root', 'state', 'routes', 'jobid', 'causationid', 'correlationid', 'files', 'children'],
  ...['..', '../..', '/etc/passwd', '\\', 'C:\\x', './', 'a//b', '~', '%00', '%2e%2e%2f', '*', '[', '?'],
  ...["'", '"', "';--", '0', '-1', '1e999', 'NaN', 'null', 'true', '{}', '[]', '${x}', '$(x)', '`x`'],
  ...['a'.repeat(255), 'a'.repeat(256), 'é'.repeat(128), 'a'.repeat(10_000), '../'.repeat(3334)],
  ...['2026-11-21T00:00:00Z', '9999-99-99T99:99:99Z', 'iteron:', 'sha256:', `sha256:${'0'.repeat(64)}`],
]

/** Text at the borders of what anyone would send, and beyond. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  // UTF-16 units without regard to pairs
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map(ofUnits) },
)

function ofUnits(units: readonly number[]): string {
  return String.fromCharCode(...units)
}

const NUMBERS = [0, -0, 1, -1, 0.1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, -(2 ** 63), 1e308, 5e-324]

/** A JSON value with hostile keys and texts. */
const hostileValue = fc.letrec<{ value: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(
    hostileText,
    fc.constantFrom(...NUMBERS),
    fc.constantFrom(null, true, false, [], {}),
    fc.double(),
  ),
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(hostileText, tie('value')), { maxLength: 4 }).map(objectOf),
  ),
})).value

/** JSON objects may have any key, once or several times: written by hand, since a JavaScript object can't. */
export class Members {
  readonly pairs: readonly (readonly [string, unknown])[]
  constructor(pairs: readonly (readonly [string, unknown])[]) {
    this.pairs = pairs
  }
}

function objectOf(pairs: readonly (readonly [string, unknown])[]): Members {
  return new Members(pairs)
}

/** JSON text of a value in which `Members` and `Literal` may stand for objects and for anything. */
export function jsonText(value: unknown): string {
  if (value instanceof Literal) return value.text
  if (value instanceof Members)
    return `{${value.pairs.map(([key, inner]) => `${JSON.stringify(key)}:${jsonText(inner)}`).join(',')}}`
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  return JSON.stringify(value)
}

/** A piece of JSON text that no value gives. */
export class Literal {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const DEPTHS = [50, 150, 300, 1100, 5000, 100_000]

/** Values that only text can say: too deep, beyond a number's range, with a key twice. */
const literal = fc
  .oneof(
    fc.constantFrom(...DEPTHS).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`),
    fc.constantFrom(...DEPTHS).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
    fc.constantFrom('1e999', '-1e999', '1e-999', '123456789012345678901234567890', '{"a":1,"a":2}'),
  )
  .map((text) => new Literal(text))

/** Any value, seldom one of those. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 20, arbitrary: hostileValue },
  { weight: 1, arbitrary: literal },
)

/** Members to be added to an object, mostly none. */
export const hostileMembers: fc.Arbitrary<readonly (readonly [string, unknown])[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(fc.tuple(hostileText, hostileJson), { maxLength: 4 }) },
)
