import type { Scalar } from './filter.ts'

/** Text in the order of its code points, which is the order of its UTF-8 bytes and so that of every store. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (one !== other) return rank(one) - rank(other)
  }
  return a.length - b.length
}

/** Halves of pairs stand for code points above all single units. */
function rank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800
  return unit >= 0xd800 ? unit + 0x2000 : unit
}

/** The order in which documents are sorted: null, numbers, text, false, true. */
export function compareScalars(a: Scalar, b: Scalar): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  return typeRank(a) - typeRank(b)
}

function typeRank(value: Scalar): number {
  if (value === null) return 0
  if (typeof value === 'boolean') return value ? 4 : 3
  return typeof value === 'number' ? 1 : 2
}
