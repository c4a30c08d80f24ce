import type { Json } from '../../core/ports/document-store.ts'

/** Ion's form of a map: pairs in an array. */
export interface Pair {
  readonly key: string
  readonly value: Json
}

/** The pairs of Ion's array form, or what is wrong with it. */
export function pairsOf(value: readonly Json[]): Pair[] | string {
  const seen = new Set<string>()
  const pairs: Pair[] = []
  for (const [index, element] of value.entries()) {
    if (!isObject(element) || typeof element['key'] !== 'string' || element['value'] === undefined) {
      return `must be an array of {"key": text, "value": …}, but its element ${index} isn't one`
    }
    if (seen.has(element['key'])) return `has the key ${JSON.stringify(element['key'])} twice`
    seen.add(element['key'])
    pairs.push({ key: element['key'], value: element['value'] })
  }
  return pairs
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
